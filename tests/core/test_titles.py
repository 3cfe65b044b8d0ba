"""Job titles as people write them on LinkedIn, each with its expected seniority.

They are in English and Dutch. No title is made to fit a rule.
"""

import pytest

from ssi_core.linkedin_export.titles import JUNIOR, SENIOR, classify_seniority

TITLES = {
    SENIOR: """
        CEO
        Chief Executive Officer
        Chief Marketing Officer at Zonnig
        CTO & Co-Founder
        Co-founder | Investor | Speaker
        Founder, Kade Elf
        Founder & Creative Director
        Owner
        Owner/Photographer
        Managing Director
        Managing Partner
        Executive Director
        Director of Operations
        Director, Customer Success EMEA
        Sales Director Benelux
        Senior Director Engineering
        Non-Executive Director
        Commercial Director
        Creative Director
        Vice President Sales
        VP Product
        SVP, Global Supply Chain
        Head of Marketing
        Head of People & Culture
        Global Head Procurement
        Deputy Head of Unit
        General Manager
        Country Manager Netherlands
        President
        Chairman of the Board
        Board Member
        Partner
        Equity Partner at a law firm
        Serial entrepreneur
        CFO a.i.
        Interim CFO
        Medical Director
        Directeur
        Algemeen directeur
        Directeur-eigenaar
        Adjunct-directeur
        Commercieel directeur
        Financieel Directeur (CFO)
        Directeur bestuurder
        Bestuurder
        Voorzitter Raad van Bestuur
        Lid Raad van Toezicht
        Eigenaar
        Eigenaar bij Bakkerij De Ochtend
        Mede-eigenaar
        Medeoprichter en directeur
        Oprichter
        Zaakvoerder
        DGA
        Hoofd Communicatie
        Hoofd Inkoop en Logistiek
        Afdelingshoofd Cardiologie
        Verkoopdirecteur
        Burgemeester van Lopik
        Wethouder
        Ondernemer
        ZZP'er | Eigenaar Studio Noord
        Salesdirector
        Vennoot
        Schooldirecteur
        Rector
        Gemeentesecretaris / algemeen directeur
        Hoofdredacteur
        DGA bij Van der Velden Installatietechniek
        Algemeen directeur | spreker | commissaris
        Mede-eigenaar Bakkerij Jansen & Zn.
        Hoofd Inkoop a.i.
        Oprichter & creatief brein
        Zelfstandig ondernemer in de bouw
        Directrice-bestuurder
        Lid Raad van Bestuur
        Vestigingsdirecteur Zuid-Holland
        Partner, notaris
        SVP, Global Partnerships
        Chief of Staff & Chief Commercial Officer
        Co-Founder/CTO @ stealth startup
        Owner-operator, Blue Heron Landscaping
        Group Finance Director (EMEA)
        Non-Executive Director and Chair
        Head of Talent - Nordics
        Vice President Engineering, Payments
        General Counsel & Company Secretary
        Hoofd van de afdeling Financiën
        🚀 Founder | Helping coaches scale
        Directeur Bedrijfsvoering a.i.
        Mayor of Ghent
        Dean, Faculty of Law
        Secretary General
        Gedeputeerde provincie Utrecht
        Schoolleider
        Superintendent of Schools
        ceo & founder
        Dijkgraaf
        Chief Product & Technology Officer (CPTO)
        Bedrijfsdirecteur / mede-aandeelhouder
        Interim-directeur | Verandermanager
        Publisher & Owner
    """,
    JUNIOR: """
        Intern
        Marketing Intern
        Software Engineering Intern at Acme
        Summer Intern
        Junior Consultant
        Junior Software Developer
        Jr. Recruiter
        Junior Account Director
        Trainee
        Management Trainee
        Graduate Trainee
        Graduate Engineer
        Student
        Master's student in Finance
        PhD student
        Working student HR
        Apprentice Electrician
        Administrative Assistant
        Executive Assistant to the CEO
        Personal Assistant
        Office Assistant
        Assistant to the Managing Director
        Research Assistant
        Teaching Assistant
        Sales Assistant
        Entry level accountant
        Internship Communications
        Stagiair
        Stagiaire marketing
        Afstudeerstagiair bij Gemeente Utrecht
        HR-stagiair
        Meewerkstagiair
        Werkstudent
        Student Bestuurskunde
        Studente Rechten
        Traineeship Rijksoverheid
        Junior adviseur
        Juniorconsultant
        Assistent-accountant
        Assistent controller
        Managementassistent
        Managementassistente directie
        Doktersassistente
        Onderwijsassistent
        Leerling-verpleegkundige
        Verpleegkundige in opleiding
        Directieassistent
        Bijbaan als kassamedewerker
        Meewerkstage HR
        Leerling-monteur
        Werkstudent bij Deloitte
        Afstudeerder TU Delft
        Graduate Trainee - Audit
        PhD candidate / teaching assistant
        Administrative Asst.
        Summer Analyst Intern (incoming 2025)
        Trainee Rijksoverheid
        Stage HBO-ICT
        BBL-leerling kok
        Intern, Investor Relations
        1st year medical student
        Trainee accountmanager
        Jr Data Engineer
        Praktijkassistente huisartsenpraktijk
        Masterstudent Psychologie
        Undergraduate Research Assistant
    """,
    None: """
        Account Manager
        Key Account Manager
        Senior Account Manager
        Project Manager
        Product Owner
        Product Manager
        Software Engineer
        Senior Software Engineer
        Lead Developer
        Data Analyst
        HR Business Partner
        Partner Manager EMEA
        Partner Marketing Manager
        Art Director
        Recruiter
        Recruitment Consultant
        Associate Professor
        Assistant Professor
        Scrum Master
        Solution Architect
        Internal Auditor
        International Sales Manager
        Executive Search Consultant
        Stage Manager
        Student Advisor
        Head Chef
        Owner Relations Officer
        Advisor to the Board
        Former CEO
        Retired
        Directiesecretaresse
        Directiesecretaris
        Bestuurssecretaris
        Intern begeleider
        Intern auditor
        Adviseur
        Senior beleidsmedewerker
        Teamleider
        Verpleegkundige
        Hoofdconducteur
        Leraar basisonderwijs
        Inkoper
        Advocaat
        Projectleider infra
        Productmanager
        Proceseigenaar
        Fiscalist
        Huisarts
        Vertegenwoordiger
        Coach voor directeuren
        Adviseur van de burgemeester
        Accountmanager bij Partner Groep
        Softwareontwikkelaar
        Administratief medewerker
        Rayonmanager Noord-Nederland
        Beleidsmedewerker Wmo
        Zorgcoördinator wijkverpleging
        Werkvoorbereider E-installaties
        Secretaris bezwaarcommissie
        Senior adviseur ruimtelijke ordening
        Senior Software Engineer II
        Account Director's right hand: Key Account Manager
        Assistant Professor of Economics
        Customer Success Manager, Mid-Market
        Registered Nurse, ICU
        Directeurssecretaresse
        Ondernemersadviseur
        Partnerships Lead
        Communicatieadviseur directie
        Coördinator stages en afstuderen
        Studentendecaan
        Stagebegeleider
        Headhunter
        Loopbaancoach voor starters
        Docent Nederlands | examensecretaris
        Bedrijfsleider supermarkt
        Chief Petty Officer
        Backstage technician
        Trainer & facilitator
        Management Consultant
    """,
}
CASES = [(title.strip(), expected) for expected, titles in TITLES.items() for title in titles.strip().splitlines()]


def test_there_are_at_least_150_different_titles() -> None:
    assert len({title for title, _ in CASES}) == len(CASES) >= 150


def test_at_least_95_percent_are_taken_for_what_they_are() -> None:
    wrong = [f"{title}: {classify_seniority(title)}, not {expected}" for title, expected in CASES if classify_seniority(title) != expected]
    assert len(wrong) <= len(CASES) // 20, "\n".join(wrong)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("", None),
        ("-", None),
        ("C.E.O.", SENIOR),
        ("Student | Founder of Noord", SENIOR),
        ("Junior Partner", JUNIOR),
        ("MEDE-EIGENAAR", SENIOR),
        ("x" * 100_000 + " director", None),
    ],
)
def test_parts_case_and_length(title: str, expected: str | None) -> None:
    assert classify_seniority(title) == expected
