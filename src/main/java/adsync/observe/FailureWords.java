package adsync.observe;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Why a file or a connection could not be used, as an administrator would say it: without the names of Java. Pure. */
public final class FailureWords {

    /** An older part of the library has the cause only in its text. */
    private static final Pattern IN_BRACKETS = Pattern.compile("\\(([^()]+)\\)$");

    private FailureWords() {}

    /** In a few words, without the name of the file or the host. */
    public static String of(Throwable failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "no such file or folder";
            case AccessDeniedException denied -> "permission denied for the account " + System.getProperty("user.name");
            case FileAlreadyExistsException there -> "it is there already";
            case NotDirectoryException other -> "it is not a folder";
            case FileSystemException other -> told(Optional.ofNullable(other.getReason()), "the system refuses it");
            case FileNotFoundException other -> told(bracketed(other), "no such file or folder");
            case CharacterCodingException other -> "it is not text in UTF-8";
            case UnknownHostException unknown -> "the name is not known";
            case HttpTimeoutException late -> "no answer in time";
            case SocketTimeoutException late -> told(message(late), "no answer in time");
            case ConnectException refused -> told(message(refused), "connection refused");
            case ClosedChannelException closed -> "the connection was closed";
            case SSLException other -> "TLS: " + told(message(other), "it failed");
            case EOFException ended -> "it ended too early";
            case IOException other -> told(message(other), "it failed");
            case GeneralSecurityException other -> told(message(other), "it failed");
            default -> failure.toString(); // a fault of ours, which its name helps to find
        };
    }

    private static String told(Optional<String> words, String otherwise) {
        return words.filter(text -> !text.isBlank()).orElse(otherwise);
    }

    private static Optional<String> message(Throwable failure) {
        return Optional.ofNullable(failure.getMessage());
    }

    private static Optional<String> bracketed(Throwable failure) {
        return message(failure).map(IN_BRACKETS::matcher).filter(Matcher::find).map(found -> found.group(1));
    }
}
