import org.identityconnectors.common.logging.Log;
import org.identityconnectors.common.logging.LogSpi;

/** Where the connector logs, so that it does not spend its time on that. */
public final class WarningsOnly implements LogSpi {

    @Override
    public void log(Class<?> source, String method, Log.Level level, String message, Throwable cause) {
        System.err.println(level + " " + source.getName() + " " + method + ": " + message + " " + cause);
    }

    @Override
    public void log(Class<?> source, StackTraceElement caller, Log.Level level, String message, Throwable cause) {
        log(source, caller.getMethodName(), level, message, cause);
    }

    @Override
    public boolean isLoggable(Class<?> source, Log.Level level) {
        return level == Log.Level.WARN || level == Log.Level.ERROR;
    }

    @Override
    public boolean needToInferCaller(Class<?> source, Log.Level level) {
        return false;
    }
}
