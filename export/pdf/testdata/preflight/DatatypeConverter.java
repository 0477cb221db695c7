package javax.xml.bind;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;

/** Preflight reads the dates and numbers of metadata by this class, which Java no longer has. */
public class DatatypeConverter {
	public static Calendar parseDateTime(String s) {
		if (s.matches(".*(Z|[+-]\\d\\d:\\d\\d)")) {
			return GregorianCalendar.from(OffsetDateTime.parse(s).toZonedDateTime());
		}
		LocalDateTime t = LocalDateTime.parse(s); // the zone is set afterwards
		return new GregorianCalendar(t.getYear(), t.getMonthValue() - 1, t.getDayOfMonth(), t.getHour(), t.getMinute(), t.getSecond());
	}

	public static int parseInt(String s) { return Integer.parseInt(s.trim()); }
}
