import java.io.File;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/** Archive lets PDFBox Preflight say of each PDF whether it is valid PDF/A-1b: one line for each file, one for each fault. */
public class Archive {
	public static void main(String[] args) throws Exception {
		for (String name : args) {
			File file = new File(name);
			PreflightParser parser = new PreflightParser(file);
			parser.parse();
			try (PreflightDocument doc = parser.getPreflightDocument()) {
				doc.validate();
				ValidationResult result = doc.getResult();
				System.out.println(file.getName() + " " + result.isValid());
				for (ValidationResult.ValidationError e : result.getErrorsList()) {
					System.out.println(file.getName() + ": " + e.getErrorCode() + " " + e.getDetails());
				}
			}
		}
	}
}
