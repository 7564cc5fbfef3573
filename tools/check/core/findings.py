"""What becomes of each example of a certificate."""
from collections import Counter, defaultdict
from functools import cache

from core.finding import MALFORMED, Refused, Rejected, Unshown, require
from core.ops import Network
from core.proofs import KINDS, Part, all_below_0
from core.question import BESIDE, Question, outward
from core.reading import file_of, network_of

ARITHMETICS = {'real': Network}  # networks in the arithmetic that claims hold in
FAULTS = defaultdict(list)  # what else rejects a 'certificate', 'example', 'proof' or 'bound'


def reject(what, *about):
    for fault in FAULTS[what]:
        fault(*about)


def check_proof(proof, part, certificate):
    """Raises what it finds; returns where the proof is confirmed."""
    reject('proof', proof, part)
    require(proof['kind'] in KINDS, f'{proof["kind"]}: this checker has no way to show it', Unshown)
    require(not part.network.unknown, f'this checker does not know op {part.network.unknown}', Unshown)
    require(part.box, 'the box has ends that are not finite, or holds no input', Unshown)
    found = KINDS[proof['kind']](proof, part)
    reject('bound', proof, found, part.network, certificate)
    require(all_below_0(found), 'the proof does not give a bound below 0', Unshown)


def check_proofs(verdict, question, network, certificate):
    """Each conjunction has to be refuted over each box, by one proof."""
    boxes, open_ = [outward(*box) for box in question.boxes], None
    pairs = [(proof, box) for proof in verdict['proofs']
             for box in ([proof['box']] if 'box' in proof else range(len(boxes)))]
    shown = Counter((box, k) for proof, box in pairs for k in proof['conjunctions'])
    once = all(shown[box, k] == 1 for box in range(len(boxes)) for k in range(len(question.unsafe)))
    require(once, 'a conjunction has no proof, or two')
    require(pairs, 'it has no proofs', Unshown)
    parts = [Part(network, box, question.unsafe) for box in boxes]
    for proof, box in pairs:
        try:
            check_proof(proof, parts[box], certificate)
        except Unshown as error:
            open_ = error
    if open_:
        raise open_


VERDICTS = {'verified': check_proofs}  # what raises anything but `confirmed`, of a verdict of that status


def check_example(example, question, certificate, network, wrong):
    """The finding of an example, and why."""
    try:
        require(not wrong, wrong)
        reject('example', example, question, certificate)
        verdict = example['verdict']
        if verdict['status'] == 'unknown':
            return 'no claim', verdict['reason']
        require(verdict['status'] in VERDICTS, 'this checker does not know such verdicts', Unshown)
        VERDICTS[verdict['status']](verdict, question, network(question.beside), certificate)
        return 'confirmed', 'shown anew'
    except Rejected as error:
        return 'rejected', str(error)
    except (Unshown, OverflowError, MemoryError, RecursionError) as error:
        return 'not confirmable', str(error)
    except MALFORMED as error:
        return 'rejected', f'not of the format: {error!r}'


def check(certificate, network, asked=None, arithmetic=None):
    """Of each example `(index, claim, status, why)`. What is shown is what is asked, whatever is claimed."""
    certificate, asked = file_of(certificate, 'certificate', 2), asked and file_of(asked, 'asked', 1)
    nodes, name = network_of(network)
    arithmetic, asked = arithmetic or ('real' if asked else certificate['arithmetic']), asked or certificate
    asks, claims, fault = {ask['index']: ask for ask in asked['examples']}, defaultdict(list), None
    for example in certificate['examples']:
        claims[example['index']].append(example)
    require(len(asks) == len(asked['examples']) or asked is certificate, 'an example is asked about twice', Refused)
    try:
        require(certificate['arithmetic'] == arithmetic, f'its claims are not in {arithmetic}')
        reject('certificate', certificate, nodes, name)
    except Rejected as error:
        fault = str(error)

    @cache
    def network_beside(beside):
        require(arithmetic in ARITHMETICS and beside in BESIDE, 'this checker does not know what it is of', Unshown)
        return ARITHMETICS[arithmetic](BESIDE[beside](nodes))

    def finding(index):
        if not claims[index]:
            return 'none', 'missing', 'the certificate says nothing of it'
        example, *others = claims[index]
        wrong = fault or others and 'it comes twice' or index not in asks and 'it was not asked about'
        question = index in asks and Question(asks[index], asked, nodes)
        return example['verdict']['status'], *check_example(example, question, certificate, network_beside, wrong)

    return [(index, *finding(index)) for index in dict.fromkeys([*asks, *claims])]
