/* The string an administrator pastes: where the master is, how to recognise it, and leave to enrol once. */
#ifndef ADSYNC_TOKEN_H
#define ADSYNC_TOKEN_H

#include "exchange.h"

#define TOKEN_MOST_CHARACTERS 512

struct token {
    struct master_address master;
    struct pins pins;
    char secret[128];
};

/* "pwc1:host:port:pin:token"; false if it is anything else. An IPv6 address stands in brackets. */
bool token_parse(const char *text, struct token *token);

#endif
