"""Given names that are common in France and Britain: they tell which part of a full name is the surname.

Those given most often in the last century, by general knowledge; a name that is not here tells nothing.
"""

from typing import Final

from pipeline.folding import fold

GIVEN_NAMES: Final = frozenset(
    """
    adam adele adeline adrian adrien agathe agnes ahmed aicha aime alain alan alban albert alejandro alessandro alex
    alexander alexandra alexandre alexia alexis alfred ali alice alicia alina aline alison alix alma amandine amelia
    amelie amina amir amy ana anais anas andre andrea andree andrew angela angele angelina angelique anita ann anna
    annabelle anne annette annick annie anthony antoine antoinette antonio antony apolline ariane arlette armand
    arnaud arthur asma assia astrid aubin aude audrey auguste augustin aurelia aurelie aurelien aurore axel axelle
    aya aymeric ayoub baptiste barbara bastien beatrice benedicte benjamin benoit berenice bernadette bernard
    bertrand bilal blanche boris brahim brandon brenda brian brice brigitte bruno bryan camila camille candice
    capucine carine carla carlos carmen carol carole caroline catherine cathy cecile cecilia cedric celeste celestin
    celia celine cesar chantal charlene charles charlie charline charlotte cherif chloe christel christelle
    christian christiane christine christophe christopher cindy claire clara clarisse claude claudette claudia
    claudie claudine clea clemence clement clementine cleo clotilde colette colin coline constance constant coralie
    corentin corinne cynthia cyril cyrille damien daniel daniele danielle danny daphne dave david deborah delphine
    denis denise derek desire diana diane didier diego dimitri djamel dominique donald dorian doris dorothee dorothy
    douglas dylan edith edmond edouard edward elena eleni eleonore eliane elias elisa elisabeth elise elizabeth ella
    ellen elodie eloise elsa emeline emile emilia emilie emilien emily emma emmanuel emmanuelle emmy enzo eric erica
    erik ernest erwan esteban estelle ester esther ethan etienne eugene eugenie eva evan eve eveline evelyne fabien
    fabienne fabio fabrice fanny farid fatiha fatima fatou fatoumata felicie felix fernand fernande fiona flavie
    fleur flora florence florent florian floriane france frances francesca francesco francine francis franck
    francois francoise frank frederic frederique gabin gabriel gabriella gabrielle gael gaelle gaetan gaspard gaston
    gautier genevieve geoffrey george georges georgette gerald geraldine gerard germain germaine gerrard ghislain
    ghislaine gilbert gilberte gilles gina ginette gisele giulia gladys gloria gordon grace graham gregoire gregory
    guilhem guillaume gustave guy gwenaelle gwendoline habib hadrien hakim hamid hamza hannah harold harriet harry
    hassan heather hector helen helena helene henri henriette henry herve hicham hilary honore hortense houda hubert
    hugo hugues ibrahim ida idris ilyes imane imen ines ingrid irene iris isaac isabel isabelle ismael jack jackie
    jacob jacqueline jacques jade jamal james jamila jan jane janet janice janine jasmine jason jean jeanine jeanne
    jeannine jeffrey jennifer jenny jeremie jeremy jerome jessica jessie jill jim jimmy joan joanna joanne joao
    jocelyne joe joel joelle joffrey johan johanna john johnny jonas jonathan jordan jorge jose josee joseph
    josephine josette joshua josiane joyce juan judith jules julia julian juliana julie julien juliette julius
    justin justine kamel karen karim karima karine karl kate katherine kathleen kathryn katia keith kelly kenneth
    kenza kevin khadija khaled killian kim kimberly kylian laetitia lahcen laila lamia lara larissa latifa laura
    laure laureen laurence laurent laurie lea leila lena leo leon leonard leonie leonor leopold leslie leticia levi
    lewis lia liam lila lilia lilian liliane lily lina linda line lionel lisa lise lisette livia loan loic lois lola
    lorenzo loris lou louis louisa louise louna luc luca lucas lucette lucia lucie lucien lucienne lucile lucy
    ludivine ludovic luis luisa luna lydia lydie lynda lynn mael maelle maelys maeva magali magalie magdalena
    mahmoud maia maite malek malika malo mamadou manon manuel manuela marc marceau marcel marcelle marco margaret
    margaux margot marguerite maria mariam marianne marie marilyn marina marine mario marion marius marjorie mark
    marlene marta martha marthe martial martin martine mary maryse maryvonne mateo mathieu mathilde mathis mathys
    matteo matthew matthias matthieu maud maureen maurice max maxence maxime maya medhi mehdi melanie melina melissa
    melodie melvin mercedes michael michel michele micheline michelle miguel mila milan milo mireille miriam mohamed
    mohammed moira monica monique morgan morgane mounir mourad moussa muriel mustapha myriam nabil nacer nadege
    nadia nadine nael naima nancy naomi natacha natalia natalie nathalie nathan nathanael nawel neil nelly nicholas
    nicolas nicole nigel nils nina noa noah noe noel noelle noemie nolan nora norah norbert nordine norman nour
    oceane octave odette odile olga olive olivia olivier omar oscar oswald pamela paola pascal pascale patrice
    patricia patrick paul paula paulette pauline pedro peggy penelope peter philip philippa philippe phillip pierre
    pierrette priscilla prudence quentin rachel rachid rafael raissa ralph ramon raoul raphael raphaelle raymond
    raymonde rebecca regine regis reine remi remy renaud rene renee ricardo richard rita robert roberte robin roger
    roland rolande romain romane romeo romy ronald rosa rosalie rose roseline roxane ruben ruth ryan sabine sabrina
    sacha said salah salim sally salma salome sam samantha sami samia samir samira samuel samy sandra sandrine sandy
    sara sarah saul scott sean sebastien segolene selena selma serge sergio severine sharon sheila shirley sidonie
    simon simone sixtine slimane sofia sofiane solange solene solenne sonia sophia sophie stacey stella stephan
    stephane stephanie stephen steve steven stuart sue sullivan susan susana suzanne suzette sybille sylvain
    sylvaine sylvette sylvia sylviane sylvie tanguy tania tara tatiana ted teddy teresa terry thea theo theodore
    theophile theresa therese thibaud thibault thibaut thierry thomas tiago tim timeo timothee timothy tina titouan
    todd tom tommy tony tracy tristan ulysse ursula valentin valentine valerie vanessa vera veronique vicky victoire
    victor victoria vincent violette virginie vivian viviane walid walter wanda warren wendy wilfrid wilfried
    william xavier yacine yael yan yanis yann yannick yasmina yasmine yohan yohann yolande youcef youssef yves
    yvette yvon yvonne zachary zineb zoe zohra
    """.split()  # noqa: SIM905
)


def is_given_name(word: str) -> bool:
    """Tell whether a word, or the parts that hyphens join to one, is a common given name."""
    parts = fold(word).replace("-", " ").split()
    return bool(parts) and all(part in GIVEN_NAMES for part in parts)
