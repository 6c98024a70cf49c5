/* How the installation is. */
#ifndef ADSYNC_STATUS_H
#define ADSYNC_STATUS_H

/* Prints it; 0 if all is well, 1 if something is wrong, 3 if it is not installed. */
int status(void);

#endif
