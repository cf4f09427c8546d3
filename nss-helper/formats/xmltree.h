/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A small untrusted XML document as a tree of elements. Nothing outside of it is ever read: a
 * DOCTYPE may refer to another file, as Apple's do, but may declare nothing.
 */
#ifndef NH_FORMATS_XMLTREE_H
#define NH_FORMATS_XMLTREE_H

#include "base/status.h"
#include <stddef.h>

struct nh_xml {
    char *name;              /* without the namespace prefix, UTF-8 */
    char *text;              /* directly in it, without spaces around it */
    char **attributes;       /* name, value, name, value …, NULL */
    struct nh_xml *parent;   /* NULL: the root */
    struct nh_xml *children; /* the first; NULL for none */
    struct nh_xml *next;     /* the next one in the same element */
};

#define NH_XML_MAX ((size_t)1 << 20) /* bytes */

/* Parse a document; the caller frees *root. NH_BAD_DATA when it is not XML, declares entities or is
   nested too deeply; NH_TOO_LARGE above NH_XML_MAX. */
enum nh_status nh_xml_parse(const void *data, size_t length, struct nh_xml **root,
                            struct nh_error *err);
/* Zero and free the tree. NULL is allowed. */
void nh_xml_free(struct nh_xml **root);

/* The first element with this name among `first` and its next ones, or NULL. */
const struct nh_xml *nh_xml_find(const struct nh_xml *first, const char *name);

/* The element at a path such as "EAPMethod/Type", by the first child of each name, or NULL. */
const struct nh_xml *nh_xml_at(const struct nh_xml *element, const char *way);

/* The value of an attribute, or NULL. */
const char *nh_xml_attribute(const struct nh_xml *element, const char *name);

#endif
