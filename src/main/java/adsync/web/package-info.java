/**
 * The server on {@code listen}, and the administrator's page that it serves.
 *
 * <p>An API route is a {@link adsync.desk.Question}: it is answered at {@code POST /api/<name>} with the body that the control
 * channel would take, once its name is in {@link adsync.web.WebVerticle}'s questions and in {@code Api.QUESTIONS}. A page is a
 * module below {@code src/main/resources/web}, named in {@code Assets} and in the routes of {@code main.js}.
 */
@NullMarked
package adsync.web;

import org.jspecify.annotations.NullMarked;
