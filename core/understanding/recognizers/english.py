"""Ordinary English words (with a capital they open a sentence and name nobody), first names."""

ORDINARY = frozenset(
    """
abeg able about above abroad accept acceptable acceptance accepted access accident accordingly
account accountant accounting accounts ace ack acknowledge acoustic acre across act action active
actual actually add added address addressed adjust admin administrator ads advance advert
advertising advice advise affected affiliate afraid after afternoon again against aged agency agent
agents ago agree agreed agreement ahead aid aids air airport alarm alive all allergic allergies
allowed almost alone along already alright also although aluminium always amazing amazon amend amex
amount amp and angry annex annual another answer answering answers any anybody anymore anyone
anything anytime anyway anywhere apart api apologies apologise apology app apparently apple
application applied apply applying appointment appreciate appreciated apprentices approval approve
approved approx apps april arabic architect are area arm arms army around arrange arranged
arrangement arrival arrive arrived arrives arriving art artwork asap ash aside ask asked asking
asks asleep assembly assessment assistant association ate att attach attached attachment
attachments attend attendance attendees attention attn attorney audience audio audit auditor
auditors august authorised auto autoclave automatic autumn availability available avoid award
awarded away awesome awful awning aye baby back backlinks backwards bacs bad badge badly bag bags
bake baker bakery balance balcony ball ballpark band bang bank banner banners bar barber barcode
bare barge barista barley barn bars base based basement basic basically basis batch bath bathroom
batteries battery bay bays beams bean beans bear beard bearing bearings beat beautiful beauty
because become bed beds been beeping beeps beer before beforehand begin behalf behind beige being
believe bell below belt belts bench benches bend benefits bent berth beside bespoke best bet better
between beyond bid bids big bigger bike bikes bill billed billing bills bin binned bins bird
birthday bit bits black blade blades blank bleach bleed bless blind blinds blinking blinks block
blocked blocking bloke blood blown blue board boards boat boats body bog boiler bolt bolts bonus
book booked booking bookings bookkeeper bookkeeping books boom boot booth booths boots bored boss
bot both bother bothers bottle bottles bottom bought bounced bowl box boxes boy branch brand brands
brass brave bread break breakdown breaker breakfast breaks brew brewery brick bricks bridge brief
brill brilliant bring bringing brings bro brochure broke broken broker brother brothers brought
brown browser btw bubble bucket bucks bud budget budgeted budgets build builder builders building
built bulk bump bundle bung buried burn burned burning burnt bursar burst bus business businesses
bust busy but butter button buttons buy buyer buyers buying buys bye cabin cable cables cache cafe
cake calculate calendar calibrated calibration call callback called calling calls calm came camera
cameras camp campaign can cancel cancellation cancelled cancelling candidate candle candles cannot
cans cant canteen cap capacity capped caps car card cards care careers careful caretaker cargo
carpet carpets carriage carried carrier carry cars carton cartons cartridge case cases cash casino
casual cat catalog catalogue catch category catering cause ceiling cell cellar cement cent center
centre cert certificate certificates certified certs chain chains chair chairs chamber champion
chance change changed changes changing channel chap chapel charge charged charger charges charging
charity chase chasing chat chatbot cheap cheaper cheapest check checked checking checkout checks
cheek cheers cheese chef chemicals cheque chicken chief child children chiller china chinese chip
chipped chips chocolate choice choir choose chose chosen christmas chrome chuck church circle city
claim class clause clean cleaned cleaner cleaners cleaning clear clearance clever click clicked
clicks client clients clinic clinics clips clock close closed closer closes closing cloth club clue
coach coaches coats code codes coffee coil cold collab colleague colleagues collect collected
collecting collection college color colour colours combine come comes coming comments commercial
commission commit committee companies company compare compared comparing compensation competitor
competitors complain complaining complaint complaints complete completely completion compliance
compressor concern concrete conditions conduct conference confidential configuration confirm
confirmation confirmed confirming conformity connect conservatory consider considered consignee
consignment consultant consultation consumer contact contacts contain container content context
continue contract contractor control controller convenient conversation conversion conveyor
convince convinced cook cool cooling copier copies copy corks corner corporate correct corrected
correction corrections cost costing costs cotton could council counsel count counted counter
countersign countersigned countries country counts county couple courier course court cousin cover
covered covering covers cow cows crack cracked crane crashes crate crates crazy cream credit
credited crew crooked cross crossed cruise cry crying crypto csv cup cups currencies currency
current curt curtain curtains curved custom customer customers customs cut cuts cutter cutting
cycle cycles dad daily dairy damage damp dance dark dashboard data database datasheet date dated
dates daughter dawn day days dead deadline deal dealer dealers deals dear dearer debit dec december
decent decide decided decides deciding decision deck declaration decline declined deep degrees
delay delayed delete deleted delighted deliver delivered deliveries delivers delivery demo dense
dent dental dentist department depends deposit depot deputy described design designer designers
desk desks details dev developer developers development dey dial dictated did died dies diesel diet
difference different difficult dig digger digit dimensions dinner diploma direct direction directly
director directory dirty discount discuss discussed discussion dishwasher dispatch dispatcher
display dispute distribute distribution distributor doable doc dock docs doctor document documents
does dog dogs doing dollar dollars domain dome don done dont door doorbell doors dot double doubles
doubt down download dozen draft drain draw drawer drawing drawings dreadful dream dress drifts
drill drinks drip drips drive driver drivers drives driving drone drop dropped dropping drops drove
drum drums dry dryer due dunno during dust duty each earlier early earn easier easily easter easy
eat edge edit effort egg eggs eid eight eighteen eighty either elderly electric electrician
electricity elevator eleven else elsewhere email emails embarrassing emergency employed employee
employees empties empty enclosed end ended ending ends energy engine engineer engineers english
engraving enjoy enough enquiry enter entrance envelope epoxy equipment error errors escalate escape
estate esteemed estimate eta eur euro euros even evening evenings event events ever every everybody
everyone everything everywhere exact exactly exam except exchange excited exclusive exclusivity
excuse exist exit expect expected expensive experience expired expires explain explains export
exporter express extend extended extension extra extract eye eyes fab fabric face facilities facing
fact factory facts failed fails fair faithfully fake fall family fan fancy far farm farmer fast
father fault favour feature feb february fed fee feed feedback feeder feel feelings feels fees feet
fell fella fence ferry festival fetch few fewer field fifteen fifth fifty figure figures file filed
files fill filled filling film filter filters final finally finance financial financing find finds
fine fingers finish finished fire firm firms firmware first fiscal fish fishing fit fits fitted
fitter fitters fitting five fiver fix fixed flame flanges flat fleet flexible flies flight flights
float flooded floor flooring floors florist flour flow flower flowers flu fly flyers foam fob fold
folded folder folding folds follow followers following follows food foot football footer for
foreign foreman forever forex forget forgive forgot forgotten fork forklift form forma formal
format former forms fortnight forty forward forwarded forwarder found foundation founder four
fourteen fourth frame framework fraud free freelancers freeze freezer freezing freight fresh
fresher fri friday fridays fridge friend friendly friends from front frost froze frozen fruit fryer
fuel full fully fund funds funeral funny furious furnish furniture further fuse fyi gallery game
gap garage garden gardener gas gasket gate gates gauge gave gear gearbox gem general generator
generous gentle genuine german get gets getting gift gimme gin girl girls give given gives giving
glad glass gloves glue god goes going gold gone gonna good goods google gorgeous gosh got gotta
grab grade grain grand grandmother grant grass grateful gravel gray grease great green greetings
grey gross ground group grow growing grown gsm guarantee guaranteed guard guards guess guest guests
guide gulp gun guy guys gym habibi hacked had haha hair halal half halfway hall hampers hand handed
handle handles handling handover hands hang happen happened happening happens happy hard hardly
hardware harm harness harvest has hate hates have having head headed heads health hear heard
hearing heat heater heaters heating heavy height held hell hello help helpful helps her here hereby
herewith hero hey hidden hides high higher hill him himself hinge hints hire hired hiring his
history hit hiya hmm hmmm hold holding holds hole holes holiday holidays home homes honest honestly
honesty honey honoured hook hope hoping horse hose hospital host hosting hot hotel hotels hour
hourly hours house houses housing how however hrs hub huh human hums hun hundred hung hurry hurt
husband hydraulic iban ice idea ideal ideally ideas idle ignore ignored ill immediately import
important imported importer impressed inbox inc inch incident incl include included includes
including incomplete indeed independent indication indicative indoors industrial influencer info
inform information injection ink inshallah inside inspection inspector insta instagram install
installation installed installer installers instalments instead instruction instructions insulated
insurance insured insurer insurers integration intent interest interested interesting intern
internal internet interview into introduce intros inv invalid inverter invest investor investors
invitation invite invoice invoiced invoices iphone irony irrigation ish island issue issued item
items its itself ive ivory jam jams jan january jars job jobs join joining joint joke joking joy
july jump june just kayak keen keep keeping keeps kept kettle key keys khalas kick kid kidding
kidney kids kill killing kills kiln kilo kilos kind kindly kiosk kit kitchen kitchens kits klarna
knock know knows lab label labels lad ladder lads lady laid lakh lakhs lamp lamps land landed
landlord landlords lands lane language languages lanyards lapse lapsed laptops large laser last
lasts late later latest lathe laugh laughed laughing launch laundry law lawyer lawyers lay lead
leads leaf leaflet leaflets leak leaking leaks leaning learn lease leasing least leather leave
leaves leaving left legal legend legit legs lend length lens less lesson lessons let lets letter
letterhead letters letting level lever liability licence licences license licensed lid lids lie
life lifesaver lifetime lift lifting lifts light lighter lighting lights like liked likes likewise
lime limit limited line linen lines link links list listed listen listening listing lists lithium
litre litres little live lives living load loaded loader loading loads loan loaves lobby local
location lock locked lockers locks loft log logged logger login logistics logo logs lol lone long
longer look looked looking looks loop loose lorry lose losing loss lost lot lots lottery loud love
loved lovely low lower lowest loyalty luck lucky lunch lying machine machines mad madam made
magazine magic mail mailbox main mainly maintenance make maker makes making man manage management
manager managing manual manufacturer many march margin margins marina mark marked market marketing
marketplace marquee married mart marvellous master match mate material materials mats matt matter
matters mattress max may maybe mayor mean means meant meanwhile measure measured measurements media
medical medium meet meeting meetings meets members membership membrane memory men mention mentioned
mentor menu merchant merchants merci merged merger merry mesh mess message messages met metal meter
method metre metres mezzanine mgmt mic mid middle midnight might mil miles milk mill million min
mind minds mine mini minimum mining mins minus minute minutes mirror mismatch miss missed missing
missus mistake mix mixed mixer mobile mode model models modern module moisture mom moment mon
monday mondays money monitor month monthly months moon more morning mornings mortgage most mostly
mother motor mould mount mountain move moved movement moves moving mower mrs much mud mugs multi
mum museum music must mutual myself nah nail name named names nan narrow natural navy nda near
nearer nearly need needed needful needing needs negative negotiable neighbour neighbours neither
nephew nervous net network never new newer news next nice nicely nicer night nights nine ninety
nobody noise noisy non none noon nope normal normally north nos nose not notary note noted notes
nothing notice noticed november now nowhere num number numbers nurse nursery nurses nut nuts nvm
oak objection objections obliged october odd off offer offered offering offers office officer
offices official offline often oga oil okay old older omg onboarding once one ones online only onto
oof ooh oops open opened opening openings opens operator opportunity ops option options orange
order ordered ordering orders organ origin original originals other others otherwise ouch our ours
ourselves out outdoor output outside outsourcing outstanding oven over overdue overnight override
owe owes own owner owners owns oxygen pack package packaging packed packing packs page pages paid
paint painted pair pairs pal pallet pallets panel panels panic paper papers paperwork parcel parent
parents parish park parking part partial partner partners partnership parts party pass passed
passes passing passive passport password past pasted patch patience patient patients pattern pause
pax pay payday paying payment payments paypal payroll pays pcs pct pdf pen pending penny pension
people per percent perfect perfume perhaps period permanent permission permit person personal
personally persons pet petrol pharma pharmacy phase phew phishing phone phones photo photographer
photos piano pic pick picked pickers picking picks pickup pics picture pictures piece pieces pilot
pin pine ping pink pins pint pipe pipes pitch pity place placement places placing plain plan
planned planner planning plans plant planters plants plastic plate plates platform play playground
please pleased pleasure plenty plot pls plug plugged plugin plumber plus ply podcast pods point
points policy polite politely politeness poly pool poor pop popped porch port portal porter
portfolio position poss possible post postage postcode posted postpone postponed posts pot pottery
pounds pours powder power ppl practice praise pray precise prefer prefers premium prepare prepay
present presentation press pressed pressure pretty previous price priced prices pricey pricing
principal principle print printed printer printing prints prior priority private pro probe problem
proceed process processing procurement produce producer product production products profile
proforma program programme project projector promise promised promo promotion prompt proof proper
properly proposal propose protection protocol proud provide provided provider pub public publish
pull pulled pump pumps punch pupils purchase purchasing pure purse push pushed pushing put putting
qty qualified quality quantities quantity quarry quarter quarterly question questions queue quick
quicker quickly quid quiet quieter quit quite quotation quote quoted quotes rack racking racks
radio raffle railway rain rains raise raised ramadan ramp ran rang range rate rated rates rather
rating ratio raw reach reached read reader reading reads ready real realistic really reason
reasonable rebook recall receipt receive received reception receptionist recipe reckon reclaimed
recognised recommend recommended record recorded records recruiter red redo reduce ref reference
references referral refill reflection refund refundable refunded refunding refurbished refusal
refusals refuse refused refuses refusing reg regarding regards region register registered
registration regret regular reissue reject rejected release released relevant remainder remember
remind reminder remittance remote remotely removal remove removed renew renewal renewed renewing
rent rental reorder rep repair repaired repairs repeat repeated replace replaced replacement
replacements replacing replies reply replying report reported reports represent reps request
requests require required requirement requirements requisites resale resell reseller reselling
resend resent reserve reserved reset resin resolved respect respond response rest restart restarted
restaurant restore resubmit result results resume retail retainer retired retry return returned
returning returns revenue reversed revert review reviews revise revised revisit ribbon rice rich
ride rig right rights ring ringing rings rink rip rise risk rival road roaster robot role roles
roll roller rolling rolls roof roofers roofing roofs room rooms root roses rota rough roughly round
route router row rubber rubbish rude ruined rules run running runs rush rust rye sacks sad safari
safe safety said salary sale sales salon salt same sample samples sanctioned sand sandbox sat
satisfied saturday sauna save saved saving saw say saying says scaffold scaffolding scale scam scan
scanner schedule scheduling scheme school schools scope scrap scrapped scratch scratched screen
screens screenshot screw screws sea seal sealed seals search season seasons seat seater seats sec
second seconds secret secretary section secure security see seed seeing seeker seems seen selected
self sell seller selling sells send sending sends senior sense sensor sensors sent sentence
separate separately sept serial serious seriously serve server service serviced services session
set sets setting settings settle settled setup seven seventy several shade shake shall shame share
shared sharing sharp shave she shed sheep sheet sheets shelf shelves shift shifts ship shipment
shipped shipping ships shirts shock shoes shoot shop shops short shorter shot should shout shouting
show showed shower showing shown showroom shows shrink shut shutdown shutters sick side sides
sideways sign signal signature signatures signed signing signs silence silent silly silver similar
simple simpler since sincerely single sink sir sister sisters sit site sites sits sitting six
sixteen sixty size sizes skin skip slang slate sleep sleepers sleeping sleeves slide slides slip
slipped slips slope slot slow slowly small smaller smallest smalltalk smashing smell smells smoke
smoked snapped snow soap socket socks sofa soft software solar sold sole solid solution solved some
somebody someone something sometimes somewhat somewhere son soon sooner sorry sort sorted sorting
sound sounds soup source south spa space spam spanish spare spares speak speaking speaks spec
special specification speed spelled spelt spend spent spin spins split spoke spoken sponsor
sponsorship spot spots spray spread spreadsheet spring sprinkler sqm square squeeze staff stage
stain stainless stairs stall stamp stamped stand standard standing stands star stars start started
starter starting starts startup state statement statements station status stay staying stays steady
steam steel steep step steps stick still sting stock stockist stone stood stools stop stopped
stopping stops storage store stores stories storm story stove straight strange street stretch
strict strip strong stronger stuck student students studio study stuff subcontractor submit
subscription such suggest suit suitable suits sum summer sun sunday super supervisor supplier
suppliers supplies supply support suppose supposed sure surely surgery surname surprise survey
surveyor survive swap swapped swatches swears sweet swift swimming swing switch switched switching
swore symbol sync system systems tab table tables tag tail take taken takes taking talk talked
talking tall tank tap tape target tariff task taste tasting tattoo tax taxi tbh tea teach teacher
teaching team teams tech technical technician teeth telephone tell telling telly temp temperature
template ten tenant tenants tender tenner tennis tent tenth tents term terminal terms terrace
terrible terribly territory test tested testing text texting texts than thank thanks that thats the
theatre their theirs them then there theres these thesis they thick thicker thin thing things think
thinking thinks third thirty this tho those though thought thoughts thousand thousands thread
threads three threw through throw thrown throws thru thu thurs thursday thx ticket tickets tier
tight tile tiles till tills tilt time timer times timing tin tins tiny tip tipped tips tired tmrw
today together told toll tomatoes tomorrow ton toner tonight tonne tonner tonnes tons too took tool
tools top tops torn total totals tote touch tour towels tower town track tracker tracking tractor
trade trader trades trading traffic trailer train trained trainee trainer training transfer
transferred transit translate translation translator transport travel tray trays treasurer treat
treated treatment tree trees trial trick tried trip trips trolley trolleys trouble truck trucks
true truly trust trustees try trying tub tubes tubs tue tues tuesday tuesdays tunnel turn turned
turning turnover turns tutor twelve twenty twice twist two type typing typo tyre tyres ugh ugly
unacceptable unbelievable uncle under underneath understand understanding understood undo
unfortunately uni uniform union unit units university unless unload unlock unpaid unplugged
unsigned unsubscribe until update updated upfront upload uploaded upside upstairs urgent urgently
url usd use used useful useless user users using usual usually vacancies vacancy valid validity
valuation value valve valves van vans variants vat vegan vehicle vending vendor venue verify
version very vessel vet via video videos view villa village vinyl visa visit visitor visitors
visits voice voicemail voices void voltage volume volumes vote voted voucher wages wagon wait
waited waiting waive walk walked walking walkthrough wall wallet walls walnut want wanted wanting
wants ward wardrobe warehouse warm warmer warranty was wash washable washed washing waste wasted
watch water waterproof wave wax way waybill ways weak wear weather web webhook webhooks webinar
website websites wed wedding wednesday weds wee week weekday weekend weekends weekly weeks weigh
weight welcome weld welder welding well wellies went were wet whale what whatever whats whatsapp
wheel wheelchair wheels when whenever where wheres whether which whichever while whistles white who
whoever whole wholesale wholesaler whom whose why wide widow width wife wifi will win wind window
windows wine winter wiped wire wise wish wishes with withdraw within without wobbles won wonder
wonderful wondering wont wood wooden word words work worked worker working works workshop worktop
worn worried worries worry worse worst worth wots would wow wrap write writes writing written wrong
wrote xmas yard yay yeah year yearly years yellow yep yes yesterday yet yikes you young your yours
yourself yourselves yrs yup zelle zero zip zone zoo zoom
""".split()  # noqa: SIM905
)

FIRST_NAMES = frozenset(
    """
aarav aaron abby abebe abena achieng adam ade aditya agnieszka agus ahmed ahmet aigerim aino ajay
akira akosua alejandro alessandro alex alexey alf alfie ali alice ama amaka amanda amber aminu
amira amit amy amélie ana ananda andreas andrei andres andrew andriy andy angel angela angus anh
anil anita anja anjali anna anneke annika ante anthony anton antti aoife arben arjun armen ashley
ashok asif astrid aurélie avi ayesha ayşe babatunde bakhyt baraka barbara barry bas bassam baz
beata beatriz ben benjamin besnik beth betty bilal bill billy birgit björn blessing bo bob bobby
bola bongani boris bram brandon brenda brendan brian brittany bronwen bruno budi burak caleb callum
camila camille carl carlos carmen carol carolyn catherine celine cem chanda charles charlie chen
cheryl chiara chidi chinedu chioma chloe chloé chris christine chuck ciaran claudia clive cody
comfort conor craig cristian cynthia céline daisy dale dan dana daniel daniela darnell darren dave
david davide davit daz dean deb debbie deborah debra declan deepak deepika deniz dennis derek
desislava despina dewi diane diego dieter dilshod dimitar dimitris dina dinara divya dmitry don
donald donna doreen dorota dorothy douglas dragan drita duane duc dylan earl edna edward efua
ekaterina eleanor elena eleni eli elif elisa elizabeth ella ellie elsa elsie emeka emi emily emma
emre eoin eric erica erik esi eszter ethan evie ewa ewan ezekiel fadi faisal faith fang farai
farhan fatima fatma federica felipe femi femke feng fergus fernanda fernando finn fiona florian
folake francesca francesco frank franziska françois fred freddie fredrik freja funmi gabriela
ganesh gareth gary gav gayane gaz gemma george georgi gideon gillian giorgi giorgos giovanni giulia
gloria goodluck grace graham greg gregory grzegorz gulnora gurpreet gus gustavo gábor hakan halyna
hamish hamisi hamza hana hank hannah hans hao harish harpreet harriet harry haruto hassan hauwa
hazel heather heike helen henrik henry hina hiroshi holly hossein huda hui huong hyun-woo iain ian
ibrahim ifeoma igor ilse ilze imogen imran ingrid innocent inês ioana ion irina isabel isla ismail
ivan ivana ivy jack jacob jade jamal james jan jana janet janis janne jason jaspreet javier jean
jeffrey jelena jen jennifer jeroen jerry jessica jesus ji-woo jie jill jim jimmy jing jiří jo joan
joe joel johan johanna john jonas jonathan jools joost joris jose joseph josh joshua joy joyce joão
juan jukka julie julien juma jun june justin jürgen kai kaisa kamal kamau karen karim karl karthik
katalin katarzyna kate katerina katherine kathleen katie katrin kavita kayla keiko keisha keith
kelly ken kenji kenneth kerry kev kevin khalid kieran kim kimberly kirsty klaus kofi kojo kostas
kristian kristjan krzysztof kurt kwame kwasi kwesi kyle lakshmi larissa larry lars latoya laura
laurent layla leah lee lei leila len lena lenka leon lerato leroy levan lewis li liam liis lily lin
linda linh linnea lisa liz logan long lotte lou louis louise luca lucia lucy luis luka lukas luke
lydia lászló maarten magnus mahmoud maisie malcolm mandy manoj marco marcus marek margaret marge
maria mariam mariana marija marijke mark markus martha mary mason mateo mathieu matt matteo matthew
matthias maureen małgorzata meena megan mehdi mehmet mei mei-ling melissa mercy merve mette michael
michał michelle miguel mihai mike mikko milan milica milou min min-jun ming minh miroslav mohammed
molly monica monika morag moses moshe mulenga murat musa mustafa mwangi na nabil nadia nam nancy
naoki naomi narek natalia nathalie nathan nattapong naveen ned neema neha neil neville ngozi niamh
nicholas nick nicolas nicole nigel nikola nikos nino njeri noa noah nomsa noor nora nuno nurlan
obinna okan oksana oleg olga oliver olivia olivier omar oskar otabek otieno pablo padraig pam
pamela paolo parisa pat patience patricia patrick paul paula paweł pedro pekka pete peter petr
petra phil philippa pierre pieter pilar ping piotr polly pooja poppy pradeep precious prince priya
putri péter qing rachel radu rafael rahul rajesh ramesh rami randy rania raquel rasa rashid ray
raymond rebecca reg rekha reza rhys ricardo richard rita rob robbie robert rodrigo rohan ron ronald
rory rosa rosalind ross ruby rui rupert ruth ryan sabine sakura sally salma sam samantha samir
samira samuel sana sandeep sander sandra sanjay sanne santiago saoirse sarah satoshi scott sean
segun selam selin seo-yeon sergey sergio serkan shahid shane sharon shaun shaz shirin shirley
shlomo shreya sian sigrid silvia simona siobhan sipho siriporn siti sneha sofia solomon somchai
sophie stan stefan stefano stephanie stephen steve steven stoyan stuart sue sunil sunita suresh
susan sven svetlana swati søren takashi tal tamar tanya tao tara taras tarek tariq tatenda tatiana
ted tendai tesfaye thabo thiago thierry thomas thu tiago timothy tobias toby tom tomasz tony tracy
travis trevor trish trudy tuan tunde tyler tyrone usman uwe val valentina vanessa venkatesh vera
veronica vic vijay vikram virginia vladimír vytautas walid walter wanjiku waqas wayan wayne wei
willem william wojciech wolfgang xin xiu yael yan yang yasmin yaw yemi yerlan ying youssef yuki
yumi yuriy zachary zack zahra zain zanele zeynep ziad zoe zoltán zoran zuzana ágnes élodie łukasz
""".split()  # noqa: SIM905
)
