/* A line of standard input: what is secret is not for the command line, which others can see. */
#ifndef ADSYNC_LINE_H
#define ADSYNC_LINE_H

#include <stdbool.h>
#include <stddef.h>

/* Reads one, without its end and the blanks around it; false if there is none, or if it does not fit. */
bool line_read(char *out, size_t capacity);

#endif
