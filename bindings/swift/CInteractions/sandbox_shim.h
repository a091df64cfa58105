/* SPDX-License-Identifier: Apache-2.0 */
/* As shim.h, of the bundled backend, where it is installed. */
#if __has_include(<interactions/sandbox.h>)
#include <interactions/sandbox.h>
#endif
