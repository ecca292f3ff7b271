"""Given names that are common in France and Britain: they tell which part of a full name is the surname.

Those given most often in the last century, by general knowledge; a name that is not here tells nothing.
"""

from typing import Final

from pipeline.folding import fold

GIVEN_NAMES: Final = frozenset(
    """
    abdoulaye adam adele adeline adjoa adjoua adrian adrien agathe agnes agnieszka ahmed aicha aidan aime aisha aisling
    aissatou alain alan alasdair alban albert alejandro alessandro alex alexander alexandra alexandre alexia alexis
    alfie alfred ali alice alicia alina aline alison alix alma alun amandine amara amelia amelie amina aminata amir amy
    ana anais anas andre andrea andree andrew angela angele angelina angelique angus anita anjali ann anna annabelle
    anne annette annick annie anthony antoine antoinette antonio antony aoife apolline archie ariane arjun arlette
    armand arnaud arthur ashok asma assia astrid aubin aude audrey auguste augustin aurelia aurelie aurelien aurore ava
    awa axel axelle aya aylin aymeric ayoub bakary baptiste barbara basile bastien beatrice beatriz benedicte benjamin
    benoit berenice bernadette bernard bertrand beryl bethan bilal blanche boris boubacar brahim brandon brenda brendan
    brian brice brigid brigitte bronwen bronwyn bruno bryan callum camila camille candice caoimhe capucine carine carla
    carlos carmen carol carole caroline cathal catherine cathy catriona cecile cecilia cedric celeste celestin celia
    celine cerys cesar chantal charlene charles charlie charline charlotte cheikh cherif chidi chinedu chloe christel
    christelle christian christiane christine christophe christopher cian ciara ciaran cindy claire clara clarisse
    claude claudette claudia claudie claudine clea clemence clement clementine cleo clive clotilde colette colin coline
    colleen colm conor constance constant coralie corentin corinne cormac cynthia cyril cyrille damien daniel daniele
    danielle danny daphne darragh dave david dawn deborah declan deepa deepak deirdre delphine denis denise derek dermot
    desire desmond diana diane didier diego dimitri djamel djibril dominique donal donald donna donncha doreen dorian
    doris dorothee dorothy douglas duncan dylan eamon edith edmond edouard edward edwige eileen eilis eimear elaine
    elena eleni eleonore eliane elias elisa elisabeth elise elizabeth ella ellen ellis elodie eloise elsa elspeth emeka
    emeline emer emile emilia emilie emilien emily emma emmanuel emmanuelle emmy emre enora enzo eoin eric erica erik
    ernest erwan esteban estelle ester esther ethan ethel etienne euan eugene eugenie eva evan eve eveline evelyne ewan
    fabien fabienne fabio fabrice fanny fanta farid fatiha fatima fatma fatou fatoumata faye felicie felix fergal fergus
    fernand fernande finley fintan fiona fionn fionnuala flavie fleur flora florence florent florian floriane frances
    francesca francesco francine francis franck francois francoise frank frederic frederique freya gabin gabriel
    gabriella gabrielle gael gaelle gaetan gail gareth gary gaspard gaston gautier genevieve geoff geoffrey george
    georges georgette gerald geraldine gerard germain germaine gerrard ghislain ghislaine ghyslaine gilbert gilberte
    gildas gilles gillian gina ginette gisele giulia gladys glenys gloria gordon grace graham grainne gregoire gregory
    guilhem guillaume gustave guy gwen gwenael gwenaelle gwendoline gwladys gwyn habib hadrien hakim hamid hamish hamza
    hanane hannah harold harriet harry hassan hazel heather hector heledd helen helena helene henri henriette henry
    herve hicham hilary hilda honore hortense houda hubert hugh hugo hugues huguette huw iain ian ibrahim ibrahima ida
    idris ieuan ilyes imane imen imogen imran ines ingrid ioana irene iris irma isaac isabel isabelle isla ismael issa
    ivor jack jackie jacob jacqueline jacques jade jamal james jamila jan jane janet janice janine jasmine jason
    jean jeanine jeanne jeannine jeffrey jennifer jenny jeremie jeremy jerome jessica jessie jill jim jimmy
    joan joanna joanne joao
    jocelyne jodie joe joel joelle joffrey johan johanna john johnny jonas jonathan jordan jorge jose josee joseph
    josephine josette joshua josiane joyce juan judith jules julia julian juliana julie julien juliette julius justin
    justine kadiatou kamel karen karim karima karine karl kate katherine kathleen kathryn katia keith kelly kenneth
    kenza kerry kevin keziah khadidiatou khadija khaled killian kim kimberly kirsty kofi kwame kylian laetitia lahcen
    laila lamia lara larissa latifa laura laure laureen laurence laurent lauriane laurie lea leanne leila lena leo leon
    leonard leonie leonor leopold lesley leslie leticia levi lewis lia liam lila lilia lilian liliane lilou lily lina
    linda line lionel lisa lise lisette livia loan loic lois lola lorenzo loris lorna lou louis louisa louise louna
    lowri luc luca lucas lucette lucia lucie lucien lucienne lucile lucy ludivine ludovic luis luisa luna lydia lydie
    lynda lynn lynne madeleine mael maeline maelle maelys maeva maeve magali magalie magda magdalena mahmoud maia
    mairead maite malcolm malek malika malo mamadou manon manuel manuela marc marceau marcel marcelle marcia marco marek
    margaret margaux margot marguerite maria mariam mariama marianne marie marilyn marina marine mario marion marius
    marjorie mark marlene marta martha marthe martial martin martine mary maryse maryvonne mateo mateusz mathieu
    mathilde mathis mathys matteo matthew matthias matthieu maud maureen maurice mauricette max maxence maxime maxine
    maya medhi megan mehdi mehmet melanie melina melissa melodie melvin melvyn mercedes mhairi michael michel michele
    micheline michelle mickael miguel mila milan milo mireille miriam mohamed mohammed moira monica monique morag morgan
    morgane morwenna mounir mourad moussa muriel mustafa mustapha myriam nabil nacer nadege nadia nadine nael naima
    nancy naomi natacha natalia natalie nathalie nathan nathanael nawel ndeye neil nelly ngozi nia niall niamh nicholas
    nicolas nicole nigel nils nina noa noah noe noel noelle noemie nolan nolwenn nora norah norbert nordine noreen
    norman nour oceane octave odette odile oisin olga olive olivia olivier oluwaseun omar orla oscar oswald ousmane
    owain padraig pamela paola pascal pascale patrice patricia patrick paul paula paulette pauline pawel pedro peggy
    penelope peter petra philibert philip philippa philippe phillip phyllis pierre pierrette pierrick piotr poppy
    priscilla priya prudence quentin rachel rachid rachida rafael raissa rajesh ralph ramon raoul raphael raphaelle ravi
    rayan raymond raymonde rebecca regine regis reine remi remy renaud rene renee rhian rhiannon rhodri rhys ricardo
    richard rita robert roberte robin roger roisin roland rolande romain romane romeo romy ronald ronan ronnie rory rosa
    rosalie rose roseline rosemary rosie roxane rozenn ruairi ruairidh ruben rupert ruth ryan sabine sabrina sacha said
    salah salim sally salma salome sam samantha sami samia samir samira samuel samy sandra sandrine sandy sanjay saoirse
    sara sarah saul scott seamus sean sebastien segolene selena selma serge sergio severine seydou shane sharon sheena
    sheila shirley sian sidonie simeon simon simone sinead siobhan sioned sixtine slimane sofia sofiane solange solene
    solenne sonia sophia sophie sorcha souleymane stacey stella stephan stephane stephanie stephen steve steven stuart
    sue sullivan sunita susan susana suzanne suzette sybil sybille sylvain sylvaine sylvette sylvia sylviane sylvie
    tadhg tanguy tania tara tatiana ted teddy teresa terry tessa thandiwe thea theo theodore theophile theresa therese
    thibaud thibault thibaut thierry thomas tiago tim timeo timothee timothy tina titouan tobias todd tom tomasz tommy
    tony tracey tracy trevor tristan ulysse una ursula valentin valentine valerie vanessa vera veronique vicky victoire
    victor victoria vijay vincent violette virginie vivian viviane walid walter wanda warren wayne wendy wilfrid
    wilfried william winifred xavier yacine yael yamina yan yanis yann yannick yasmina yasmine yoann yohan yohann
    yolande youcef youssef yusuf yvan yves yvette yvon yvonne zachary zineb zoe zohra zoltan
    """.split()  # noqa: SIM905
)


_BEGIN_DOUBLE: Final = frozenset({"jean", "marie", "anne"})
"""Given names with which French ones of two parts begin, whatever the second is: `Jean-Loup`."""


def is_given_name(word: str) -> bool:
    """Return whether a word, or the parts that hyphens join to one, is a common given name."""
    parts = fold(word).replace("-", " ").split()
    is_double = len(parts) == 2 and parts[0] in _BEGIN_DOUBLE
    return bool(parts) and (is_double or all(part in GIVEN_NAMES for part in parts))
