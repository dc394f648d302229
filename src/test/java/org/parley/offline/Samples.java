package org.parley.offline;

/** Two accounts in small: a hospital and a growers' supplier, with the fields of the sample directories. */
final class Samples {
    private static final String QUESTION_FIELDS = "id, question, answer, topic";

    private Samples() {}

    static FakeDirectory hospital() {
        return new FakeDirectory()
                .list(
                        "staff",
                        "Physicians, nurses and staff, with specialty, department, phone and languages.",
                        "id, name, title, role, specialty, department, location, phone, email, languages, hours, tags",
                        """
                        S1|Rosalind Fenwick|Cardiologist|Physician|Cardiology|Cardiology|Tower, Room 4|555-0114|rf@h.example|English|Mon-Thu 08:00-16:00|
                        S2|Nour Halabi|Cardiologist|Physician|Cardiology|Cardiology|Tower, Room 5|555-0115|nh@h.example|English, Arabic|Mon-Fri 08:00-16:00|
                        S3|Milagros Saldivar|Pediatrician|Physician|Pediatrics|Pediatrics|Quay, Room 2|555-0125|ms@h.example|English, Spanish|Mon-Fri 09:00-17:00|accepting-patients
                        S4|Bowen Fan|Neurologist|Physician|Neurology|Neurology|Tower, Room 9|555-0119|bf@h.example|English, Spanish|Tue-Fri 09:00-17:00|
                        """)
                .list(
                        "departments",
                        "Clinics, wards and services, with location, phone and opening hours.",
                        "id, name, services, building, floor, phone, email, hours, head",
                        """
                        D1|Pharmacy|Prescriptions and medicine advice|Lantern Tower|1st floor|555-0173|p@h.example|Mon-Fri 08:00-21:00; Sat-Sun 09:00-17:00|Ida Holt
                        D2|Cardiology|Heart consultations|Lantern Tower|4th floor|555-0110|c@h.example|Mon-Fri 08:00-18:00|Rosalind Fenwick
                        D3|Radiology and Imaging|X-ray, CT, MRI|Breakwater Wing|Lower level|555-0169|r@h.example|Mon-Fri 07:00-20:00; Sat 08:00-16:00|Otto Weld
                        D4|Laboratory|Blood test, urine test|Breakwater Wing|1st floor|555-0150|l@h.example|Mon-Fri 06:30-18:00; Sat 07:00-12:00|Ana Ruiz
                        D5|Billing Office|Bills and payment plans|Garden Annex|1st floor|555-0186|b@h.example|by appointment|Joe Park
                        """)
                .list(
                        "questions",
                        "Answers to what visitors ask most: visiting, parking, appointments, bills and records.",
                        QUESTION_FIELDS,
                        """
                        Q1|What are the visiting hours?|Visitors are welcome every day from 10:00 to 20:00.|Visiting
                        Q2|Where can I park?|The garage faces the main entrance.|Parking
                        Q3|How do I cancel an appointment?|Call the department a day ahead.|Appointments
                        Q4|Is there a cafeteria?|The Galley serves meals from 06:30 to 19:30.|Services
                        """);
    }

    static FakeDirectory supplier() {
        return new FakeDirectory()
                .list(
                        "products",
                        "Seed, fertilizer, crop protection and equipment, with use, crop, dose, pack sizes and price.",
                        "id, name, category, use, crop, composition, dose, pack_sizes, price_usd, stock",
                        """
                        P1|Barrow Soap 49|Insecticide|Aphids, mites and whitefly|Tomatoes, ornamentals|Potassium salts|2 gal in 100 gal|1 gal|31.50|84
                        P2|Copper Thatch 50|Fungicide|Downy mildew and blight|Tomatoes, pepper|Copper hydroxide|1 lb per acre|4 lb|46.75|0
                        P3|Vineyard Sulfur|Fungicide|Powdery mildew|Grapes|Sulfur|3-6 lb per acre|30 lb bag|28.20|176
                        P4|Blue Harrow Tubers|Seed|Seed potatoes, mid-season|Potato|Tubers|2,000 lb per acre|50 lb sack|41.25|12
                        """)
                .list(
                        "contacts",
                        "Who to call for orders, advice, delivery and returns, with phone and hours.",
                        "id, name, role, responsibility, location, phone, email, languages, hours",
                        """
                        C1|Marta Lindqvist|Customer Service Lead|Orders and accounts|Counter|555-0101|m@t.example|English|Mon-Fri 07:30-17:30
                        C2|Calvin Stroud|Returns Coordinator|Returns and damaged goods|Dock 2|555-0125|c@t.example|English|Mon-Fri 09:00-17:00
                        """)
                .list("questions", "How delivery, ordering, payment, returns and storage work.", QUESTION_FIELDS, """
                        Q1|What does delivery cost?|Truck delivery is $45 within 40 miles.|Delivery
                        Q2|How do I return a delivery?|Unopened packs come back within 30 days.|Returns
                        Q3|Do you deliver on Saturdays?|From March to June, in the morning.|Delivery
                        """);
    }
}
