//! What cures a refused pair: the fewest changes after which every stack accepts, proved by judging the corrected files again.
//!
//! A change is a [`Step`]. The refusals propose steps, the corrected files are judged, which may uncover the next refusal of a
//! stack that stops at the first, and so on; at the end every step is dropped that is not needed.

mod bench;
mod certificate;
mod edit;
mod key;
mod propose;
mod words;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::peer::shelf::Shelf;
use crate::peer::stack::Stack;
use crate::peer::{Conversation, Meeting, Prediction, StackVerdicts, judged};
use bench::{Bench, Corrected};
use edit::Step;

/// What is to be changed, and what that achieves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Cure {
    /// What becomes different, a sentence each; empty where no change that is known makes anybody accept.
    pub changes: Vec<String>,
    /// The lines of OpenSSL's extension file for the certificates to issue again, each under a comment with its name.
    pub openssl: String,
    /// The same as fields of cert-manager's `Certificate`.
    pub cert_manager: String,
    /// True if every stack accepts, in both roles and every version, after these changes.
    pub proved: bool,
    /// What is refused or open after them, a sentence each.
    pub remaining: Vec<String>,
}

/// Most rounds of correcting and judging again: a stack names one fault at a time.
const ROUNDS: usize = 8;

/// Most steps, each of which is judged without; a pair has a handful of certificates.
const MOST_STEPS: usize = 24;

/// What cures the pair that was judged as `verdicts`; `None` where nothing is refused.
pub(super) fn cure(
    shelf: &Shelf,
    meeting: Meeting<'_>,
    conversation: &Conversation,
    stacks: &[&'static Stack],
    verdicts: &[StackVerdicts],
) -> Option<Cure> {
    if refused(verdicts) == 0 {
        return None;
    }
    let bench = Bench::new(meeting.server, meeting.client, conversation, shelf);
    // The verdicts after these steps, unless more than so many of them are not to accept: one stack that refuses tells that.
    let judge = |steps: &[Step], most: usize| {
        let Corrected { server, client, conversation } = bench.corrected(steps);
        let corrected = Meeting { server: &server, client: &client, ..meeting };
        let mut verdicts = Vec::new();
        for own in judged(shelf, corrected, &conversation, stacks) {
            verdicts.push(own);
            if unaccepted(&verdicts) > most {
                return None;
            }
        }
        Some(verdicts)
    };
    let mut steps: Vec<Step> = Vec::new();
    let mut after = verdicts.to_vec();
    for _ in 0..ROUNDS {
        let proposed = propose::steps(&bench, &steps, &after);
        let room = MOST_STEPS.saturating_sub(steps.len());
        let new: Vec<Step> = proposed.into_iter().take(room).collect();
        if new.is_empty() {
            break;
        }
        steps.extend(new);
        after = judge(&steps, usize::MAX).unwrap_or_default();
    }
    // A step may be needed only for another one that goes after it.
    for _ in 0..ROUNDS {
        let before = steps.len();
        for at in (0..before).rev() {
            let mut without = steps.clone();
            without.remove(at);
            if let Some(other) = judge(&without, unaccepted(&after)) {
                (steps, after) = (without, other);
            }
        }
        if steps.len() == before {
            break;
        }
    }
    let edited = bench.edited(&steps);
    Some(Cure {
        changes: words::changes(&bench, &steps),
        openssl: words::openssl(&edited),
        cert_manager: words::cert_manager(&edited),
        proved: unaccepted(&after) == 0,
        remaining: words::remaining(&bench, &after),
    })
}

fn count(verdicts: &[StackVerdicts], is: impl Fn(&Prediction) -> bool) -> usize {
    verdicts.iter().flat_map(|own| &own.verdicts).filter(|(.., prediction)| is(prediction)).count()
}

fn refused(verdicts: &[StackVerdicts]) -> usize {
    count(verdicts, |prediction| prediction.refusal().is_some())
}

fn unaccepted(verdicts: &[StackVerdicts]) -> usize {
    count(verdicts, |prediction| *prediction != Prediction::Accept)
}
