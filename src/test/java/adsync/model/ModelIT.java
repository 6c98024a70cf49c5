package adsync.model;

/** In a domain with a recycle bin. */
class ModelIT extends ModelSuite {

    @Override
    boolean recycleBin() {
        return true;
    }
}
