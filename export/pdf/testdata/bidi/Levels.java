import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.Bidi;

/** Writes the embedding levels of each line that it reads. */
public class Levels {
	public static void main(String[] none) throws Exception {
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		StringBuilder out = new StringBuilder();
		for (String s = in.readLine(); s != null; s = in.readLine()) {
			Bidi b = new Bidi(s, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
			for (int i = 0; i < s.length(); i++) {
				out.append(b.getLevelAt(i));
			}
			out.append('\n');
		}
		System.out.print(out);
	}
}
