#include "token.h"

#include "masters.h"

#include <string.h>

#define PREFIX "pwc1:"

/* Cuts the text at its last colon; what was behind it, or NULL. */
static char *cut_last(char *text)
{
    char *colon = strrchr(text, ':');
    if (colon == NULL) {
        return NULL;
    }
    *colon = '\0';
    return colon + 1;
}

bool token_parse(const char *text, struct token *token)
{
    char copy[TOKEN_MOST_CHARACTERS];
    size_t length = strlen(text);
    memset(token, 0, sizeof *token);
    while (length > 0 && strchr(" \r\n\t", text[length - 1]) != NULL) {
        length--;
    }
    if (length >= sizeof copy || strncmp(text, PREFIX, strlen(PREFIX)) != 0) {
        return false;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    char *secret = cut_last(copy);
    char *pin = secret == NULL ? NULL : cut_last(copy);
    bool done = pin != NULL && strlen(copy) > strlen(PREFIX) && secret[0] != '\0'
                && strlen(secret) < sizeof token->secret && pins_add(&token->pins, pin)
                && master_address_parse(copy + strlen(PREFIX), &token->master);
    if (done) {
        memcpy(token->secret, secret, strlen(secret) + 1);
    }
    SecureZeroMemory(copy, sizeof copy);
    return done;
}
