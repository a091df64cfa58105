/* SPDX-License-Identifier: Apache-2.0 */
/* As shim.h, of the bundled backend. */
#include <interactions/sandbox.h>
