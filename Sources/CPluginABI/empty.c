// SwiftPM wants a C target to have a source.
#include "CPluginABI.h"
