package adsync.model;

/** In a domain where what is deleted loses most of its values. */
class TombstoneModelIT extends ModelSuite {

    @Override
    boolean recycleBin() {
        return false;
    }
}
