// What changes how accounts are entered, and little else, takes a proof that the account is one's own, besides the session:
// had by its password and code, or a passkey, and kept in this page alone for the few minutes that it is good. A change of
// one's own password, app or passkeys ends it.
import type {Problem} from '../api/client';

let proof = '';
let ask: () => Promise<string | null> = () => Promise.resolve(null);

// The dialog that asks for it; null where it is cancelled.
export function askForProofBy(dialog: () => Promise<string | null>): void {
    ask = dialog;
}

// Makes the call with the proof that is at hand, and again with a new one where that does not do.
export async function proven<Answer extends {error?: Problem}>(call: (proof: string) => Promise<Answer>): Promise<Answer | {data?: undefined; error: Problem}> {
    const answer = await call(proof);
    if (answer.error?.error.code !== 'proof_needed') return answer;
    const given = await ask();
    if (given === null) return {error: {error: {code: 'proof_cancelled', message: 'no proof was given'}}};
    proof = given;
    return call(proof);
}
