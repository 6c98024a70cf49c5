package adsync.directory;

import adsync.observe.CheckStep;
import java.util.List;

final class DirectoryCheck {
    DirectoryCheck(DirectoryOptions options, String root) {}

    List<CheckStep> run() {
        return List.of();
    }
}
