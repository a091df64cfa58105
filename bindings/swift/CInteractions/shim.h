/* SPDX-License-Identifier: Apache-2.0 */
/* A module map names headers beside it; this one names the installed headers. */
#include <interactions/interactions.h>
