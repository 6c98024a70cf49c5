package adsync.embedded;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Invents people: names that may repeat, account names and common names that do not. */
final class PersonNames {

    static final List<String> DEPARTMENTS = List.of(
            "Engineering",
            "Finance",
            "Human Resources",
            "Legal",
            "Logistics",
            "Marketing",
            "Production",
            "Purchasing",
            "Research",
            "Sales",
            "Service",
            "Support");

    static final List<String> TITLES = List.of(
            "Accountant",
            "Analyst",
            "Assistant",
            "Buyer",
            "Clerk",
            "Consultant",
            "Controller",
            "Designer",
            "Developer",
            "Director",
            "Engineer",
            "Manager",
            "Planner",
            "Researcher",
            "Specialist",
            "Team Lead",
            "Technician");

    static final List<Office> OFFICES = List.of(
            new Office("Hamburg", "20095", "Hamburg", "Mönckebergstraße", "DE", "Germany", "+49 40 5550 "),
            new Office("München", "80331", "Bayern", "Sendlinger Straße", "DE", "Germany", "+49 89 5550 "),
            new Office("Wien", "1010", "Wien", "Kärntner Straße", "AT", "Austria", "+43 1 5550 "),
            new Office("Zürich", "8001", "Zürich", "Löwenstrasse", "CH", "Switzerland", "+41 44 5550 "),
            new Office("Lyon", "69002", "Auvergne-Rhône-Alpes", "Rue Mercière", "FR", "France", "+33 4 5550 "),
            new Office("Leeds", "LS1 4AP", "West Yorkshire", "Park Row", "GB", "United Kingdom", "+44 113 555 "));

    private static final List<String> GIVEN_NAMES = List.of(
            "Ada",
            "Agnieszka",
            "Ahmed",
            "Aiko",
            "Alice",
            "Amélie",
            "Anna",
            "Anton",
            "Bastian",
            "Beatriz",
            "Björn",
            "Carla",
            "Chloé",
            "Clara",
            "Daniel",
            "David",
            "Elena",
            "Elif",
            "Emil",
            "Emma",
            "Erik",
            "Eva",
            "Fatima",
            "Felix",
            "Finn",
            "Florian",
            "Frida",
            "Giulia",
            "Greta",
            "Hanna",
            "Helena",
            "Henrik",
            "Ida",
            "Ines",
            "Ivan",
            "Jakob",
            "Jana",
            "Jonas",
            "Jörg",
            "Julia",
            "Karim",
            "Katrin",
            "Lars",
            "Laura",
            "Lea",
            "Leon",
            "Lina",
            "Luca",
            "Lukas",
            "Mara",
            "Maria",
            "Marek",
            "Mateo",
            "Max",
            "Mei",
            "Mia",
            "Mila",
            "Nadia",
            "Nele",
            "Niels",
            "Noah",
            "Nora",
            "Olga",
            "Oskar",
            "Paul",
            "Pavel",
            "Petra",
            "Philipp",
            "Priya",
            "Rahel",
            "Raúl",
            "Rosa",
            "Samuel",
            "Sara",
            "Selma",
            "Simon",
            "Sofia",
            "Stefan",
            "Svenja",
            "Tariq",
            "Theo",
            "Thomas",
            "Tilda",
            "Tom",
            "Ursula",
            "Vera",
            "Viktor",
            "Wanda",
            "Yusuf",
            "Zoë");

    private static final List<String> SURNAMES = List.of(
            "Ackermann",
            "Albrecht",
            "Andersen",
            "Arslan",
            "Bauer",
            "Becker",
            "Bergmann",
            "Bianchi",
            "Brandt",
            "Braun",
            "Costa",
            "Dubois",
            "Ebert",
            "Engel",
            "Fischer",
            "Frank",
            "Fuchs",
            "García",
            "Graf",
            "Groß",
            "Haas",
            "Hahn",
            "Hansen",
            "Hartmann",
            "Heinrich",
            "Herrmann",
            "Hoffmann",
            "Horvat",
            "Huber",
            "Ivanova",
            "Jansen",
            "Jung",
            "Kaiser",
            "Kaya",
            "Keller",
            "Klein",
            "Koch",
            "Kowalski",
            "Kraus",
            "Krüger",
            "Kuhn",
            "Lang",
            "Lehmann",
            "Lindqvist",
            "Lorenz",
            "Maier",
            "Martin",
            "Meyer",
            "Möller",
            "Moreau",
            "Müller",
            "Nakamura",
            "Neumann",
            "Nguyen",
            "Novak",
            "O'Brien",
            "Okafor",
            "Otto",
            "Peters",
            "Pfeiffer",
            "Pohl",
            "Popescu",
            "Richter",
            "Rossi",
            "Roth",
            "Sauer",
            "Schäfer",
            "Schmidt",
            "Schneider",
            "Scholz",
            "Schubert",
            "Schulz",
            "Schwarz",
            "Seidel",
            "Silva",
            "Simon",
            "Smith",
            "Sommer",
            "Stein",
            "Tanaka",
            "Taylor",
            "Vogel",
            "Wagner",
            "Walter",
            "Weber",
            "Weiß",
            "Werner",
            "Winkler",
            "Wolf",
            "Yılmaz",
            "Zhang",
            "Ziegler",
            "Zimmermann");

    private static final Pattern NO_LETTER = Pattern.compile("[^a-z0-9]");

    private final RandomGenerator random;
    private final Map<String, Integer> taken = new HashMap<>();

    /** Where somebody works. */
    record Office(
            String city,
            String postalCode,
            String state,
            String street,
            String country,
            String countryName,
            String phone) {}

    /**
     * @param commonName with a number if somebody of that name came before
     * @param mailName in ASCII, the same for nobody else
     * @param account in ASCII, the same for nobody else, and short: account names end after twenty characters
     */
    record Person(String givenName, String surname, String commonName, String mailName, String account) {}

    PersonNames(RandomGenerator random) {
        this.random = random;
    }

    Person next() {
        return named(pick(GIVEN_NAMES), pick(SURNAMES));
    }

    String surname() {
        return pick(SURNAMES);
    }

    private Person named(String givenName, String surname) {
        String fullName = givenName + " " + surname;
        int before = taken.merge(fullName, 1, Integer::sum) - 1;
        String number = before == 0 ? "" : Integer.toString(before + 1);
        String mailName = mailName(givenName, surname) + number;
        String account = account(givenName, surname);
        int namesakes = taken.merge(account, 1, Integer::sum);
        return new Person(
                givenName,
                surname,
                before == 0 ? fullName : fullName + " " + number,
                mailName,
                namesakes == 1 ? account : account + namesakes);
    }

    static String mailName(String givenName, String surname) {
        return ascii(givenName) + "." + ascii(surname);
    }

    static String account(String givenName, String surname) {
        return ascii(givenName).charAt(0) + ascii(surname);
    }

    String givenName() {
        return pick(GIVEN_NAMES);
    }

    String pick(List<String> choice) {
        return choice.get(random.nextInt(choice.size()));
    }

    /** What an administrator makes of a name that goes into an account: no marks, no case, no other letters. */
    static String ascii(String name) {
        String spelled = name.toLowerCase(Locale.ROOT)
                .replace("ä", "ae")
                .replace("ö", "oe")
                .replace("ü", "ue")
                .replace("ß", "ss")
                .replace("ı", "i");
        return NO_LETTER
                .matcher(Normalizer.normalize(spelled, Normalizer.Form.NFD))
                .replaceAll("");
    }
}
