package adsync.listener;

/** Work of many pages, done one page at a time between drains so that no change waits for it. What is left of it is durable. */
interface Backlog {

    /**
     * Does the next page.
     *
     * @param drain whose checkpoint each page is written with
     * @return false if there was nothing to do now
     */
    boolean step(Drain drain);
}
