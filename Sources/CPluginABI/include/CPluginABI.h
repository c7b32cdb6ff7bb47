// What a plugin and the program that loads it must agree on before they exchange any Swift value.
//
// The stamp is compiled into each of them, so that comparing two stamps compares what each was built
// with. A Swift constant would not do: both would read the program's.
#pragma once

/// Raised whenever a plugin that was built before could not be used any more: with every release,
/// and with every change to public declarations of Torch, NeuralNetworks, Imaging, YAML and CapiCore.
#define CAPI_PLUGIN_ABI "capi plugin interface 3"

/// The interface's number and the compiler: Swift modules of different compilers do not mix.
static inline const char *capi_plugin_abi_stamp(void) { return CAPI_PLUGIN_ABI ", " __VERSION__; }
