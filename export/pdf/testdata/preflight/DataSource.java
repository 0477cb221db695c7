package javax.activation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Preflight opens files by this interface of a library that Debian does not install with it. */
public interface DataSource {
	InputStream getInputStream() throws IOException;
	OutputStream getOutputStream() throws IOException;
	String getContentType();
	String getName();
}
