#pragma once

// The parts of HDF5's API that are macros, which Swift cannot import, and the calls whose names
// or arguments differ between library versions. Everything else is called by its own name.

#include <hdf5.h>
#include <hdf5_hl.h>

// The version this program was compiled with; H5get_libversion gives the one it runs with.
static inline unsigned capi_h5_header_major(void) { return H5_VERS_MAJOR; }
static inline unsigned capi_h5_header_minor(void) { return H5_VERS_MINOR; }
static inline unsigned capi_h5_header_release(void) { return H5_VERS_RELEASE; }

// Property list classes.
static inline hid_t capi_h5_class_file_create(void) { return H5P_FILE_CREATE; }
static inline hid_t capi_h5_class_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t capi_h5_class_group_create(void) { return H5P_GROUP_CREATE; }
static inline hid_t capi_h5_class_dataset_create(void) { return H5P_DATASET_CREATE; }
static inline hid_t capi_h5_class_link_create(void) { return H5P_LINK_CREATE; }
static inline hid_t capi_h5_class_transfer(void) { return H5P_DATASET_XFER; }

// Types as they lie in memory (host order) and in files (little endian everywhere).
static inline hid_t capi_h5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t capi_h5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t capi_h5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t capi_h5_native_int32(void) { return H5T_NATIVE_INT32; }
static inline hid_t capi_h5_native_uint8(void) { return H5T_NATIVE_UINT8; }
static inline hid_t capi_h5_file_float(void) { return H5T_IEEE_F32LE; }
static inline hid_t capi_h5_file_double(void) { return H5T_IEEE_F64LE; }
static inline hid_t capi_h5_file_int64(void) { return H5T_STD_I64LE; }
static inline hid_t capi_h5_file_int32(void) { return H5T_STD_I32LE; }
static inline hid_t capi_h5_file_uint8(void) { return H5T_STD_U8LE; }
static inline hid_t capi_h5_c_string(void) { return H5T_C_S1; }
static inline size_t capi_h5_variable_size(void) { return H5T_VARIABLE; }

// Flags.
static inline unsigned capi_h5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned capi_h5_truncate(void) { return H5F_ACC_TRUNC; }
static inline unsigned capi_h5_creation_order(void) {
  return H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
}
static inline hid_t capi_h5_default(void) { return H5P_DEFAULT; }
static inline hid_t capi_h5_whole_space(void) { return H5S_ALL; }
static inline hid_t capi_h5_error_stack(void) { return H5E_DEFAULT; }

// Open ids of one file and everything in it.
static inline ssize_t capi_h5_open_handles(hid_t file) {
  return H5Fget_obj_count(file, H5F_OBJ_ALL);
}

// Number of attributes of an object, negative on error.
static inline int64_t capi_h5_attribute_count(hid_t object) {
#if H5_VERSION_GE(1, 12, 0)
  H5O_info2_t info;
  if (H5Oget_info3(object, &info, H5O_INFO_NUM_ATTRS) < 0) return -1;
#else
  H5O_info_t info;
  if (H5Oget_info2(object, &info, H5O_INFO_NUM_ATTRS) < 0) return -1;
#endif
  return (int64_t)info.num_attrs;
}

// Soft, hard or external, negative on error: H5L_type_t of a link.
static inline int capi_h5_link_type(hid_t group, const char *name) {
#if H5_VERSION_GE(1, 12, 0)
  H5L_info2_t info;
  if (H5Lget_info2(group, name, &info, H5P_DEFAULT) < 0) return -1;
#else
  H5L_info_t info;
  if (H5Lget_info(group, name, &info, H5P_DEFAULT) < 0) return -1;
#endif
  return (int)info.type;
}

// Group, dataset or something else, negative on error: H5O_type_t of what a hard link names. Opening
// the object to find out costs many times as much.
static inline int capi_h5_object_type(hid_t group, const char *name) {
#if H5_VERSION_GE(1, 12, 0)
  H5O_info2_t info;
  if (H5Oget_info_by_name3(group, name, &info, H5O_INFO_BASIC, H5P_DEFAULT) < 0) return -1;
#else
  H5O_info_t info;
  if (H5Oget_info_by_name2(group, name, &info, H5O_INFO_BASIC, H5P_DEFAULT) < 0) return -1;
#endif
  return (int)info.type;
}

// Opens without taking a lock: files are replaced by rename and never written in place.
static inline herr_t capi_h5_without_locking(hid_t access) {
#if H5_VERSION_GE(1, 10, 7)
  return H5Pset_file_locking(access, 0, 1);
#else
  (void)access;
  return 0;
#endif
}
