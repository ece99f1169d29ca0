//! A pair as a document: what `certlens pair`, the JS package and the page read.

use std::collections::BTreeMap;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::peer::pair::{self, Pair, Shown};
use crate::peer::{Cure, Prediction, Refusal, Role, StackVerdicts, TlsVersion};
use crate::report::document::FindingDocument;
use crate::report::vocabulary::{Moment, StackVerdict};
use crate::rule::Verdict;
use crate::sort;

mod asserted;
mod cured;
mod markdown;
mod refused;
mod spoken;
mod summary;
mod text;

pub use asserted::shakes_hands;
pub use cured::headline;
pub use markdown::markdown;
pub use text::text;

/// Name and version of the document's format. Fields may be added; none is renamed or removed under this name.
pub const SCHEMA: &str = "certlens.pair/1";

/// A pair, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct PairDocument {
    /// [`SCHEMA`]
    pub schema: String,
    /// The time of the handshake, as RFC 3339 writes it.
    pub at: String,
    /// The name that is dialled.
    pub name: String,
    /// How the name, the versions and the suites were told, a sentence each.
    pub told: Vec<String>,
    /// What comes of it, in a sentence or two.
    pub summary: String,
    /// The server's side; absent where only a client was given.
    pub server: Option<SideDocument>,
    /// The client's side; absent where only a server was given.
    pub client: Option<SideDocument>,
    /// What every stack makes of it.
    pub stacks: Vec<StackDocument>,
    /// What comes of every stack as the client and every stack as the server, by version; empty with one side alone.
    pub handshakes: Vec<HandshakeDocument>,
    /// What is refused and by whom, what it takes, and what to do; the most widely refused first.
    pub findings: Vec<FindingDocument>,
    /// What cures it; empty where nothing is refused.
    #[serde(default)]
    pub cures: Vec<Cure>,
    /// The same for the other names that were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_names: Vec<Self>,
}

/// One side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct SideDocument {
    /// The Secret, or the files.
    pub title: String,
    /// How its files and its role were told, a clause each.
    pub reasons: Vec<String>,
    /// What its certificate is called; absent where it has none that can be read.
    pub certificate: Option<String>,
}

/// What one stack makes of the pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct StackDocument {
    /// Its id: `go`.
    pub stack: String,
    /// Its name.
    pub name: String,
    /// The version this is true of.
    pub version: String,
    /// What was recorded, and how it was configured.
    pub recorded: String,
    /// Software in which one meets it.
    pub found_in: String,
    /// As the client, judging the server's certificate: by `tls1.2` and `tls1.3`.
    pub client: BTreeMap<String, VerdictDocument>,
    /// As the server, judging the client's certificate, likewise.
    pub server: BTreeMap<String, VerdictDocument>,
}

/// What one stack does in one role with one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct VerdictDocument {
    /// What it does.
    pub verdict: StackVerdict,
    /// The stack's own text, empty where it accepts.
    pub error: String,
    /// What OpenSSL itself calls it, where the text is that of the program through which it was recorded; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub own_words: String,
    /// Codes of the rules that do not hold for it.
    pub codes: Vec<String>,
    /// What the other side sees of it.
    pub peer_sees: String,
    /// When it comes to it.
    pub when: Moment,
    /// Why nothing can be said, where the verdict is `undetermined`.
    pub reason: String,
}

/// What comes of two stacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct HandshakeDocument {
    /// The stack at the client's end.
    pub client: String,
    /// The stack at the server's end.
    pub server: String,
    /// `1.2` or `1.3`.
    pub tls: String,
    /// What comes of it.
    pub verdict: Verdict,
}

/// The document of a pair.
#[must_use]
pub fn document(pair: &Pair) -> PairDocument {
    PairDocument {
        schema: SCHEMA.to_owned(),
        at: pair.conversation.time.to_string(),
        name: pair.conversation.name.clone(),
        told: pair.conversation.told.clone(),
        summary: summary::summary(pair),
        server: pair.server.as_ref().map(side),
        client: pair.client.as_ref().map(side),
        stacks: pair.stacks.iter().map(stack).collect(),
        handshakes: handshakes(pair),
        findings: refused::findings(pair),
        cures: pair.cure.iter().cloned().collect(),
        other_names: Vec::new(),
    }
}

fn side(shown: &Shown) -> SideDocument {
    SideDocument {
        title: shown.title.clone(),
        reasons: shown.reasons.clone(),
        certificate: shown.certificate.as_ref().map(|certificate| certificate.label()),
    }
}

fn stack(verdicts: &StackVerdicts) -> StackDocument {
    let of = |role: Role| {
        let own = verdicts.verdicts.iter().filter(|(own, ..)| *own == role);
        sort::gather(own.map(|(role, version, prediction)| {
            let mut verdict = verdict(*role, *version, prediction);
            if verdicts.stack.id.starts_with("openssl") {
                verdict.own_words = spoken::own_words(&verdict.error).unwrap_or_default();
            }
            (format!("tls{version}"), verdict)
        }))
    };
    let stack = verdicts.stack;
    StackDocument {
        stack: stack.id.to_owned(),
        name: stack.name.to_owned(),
        version: stack.version.to_owned(),
        recorded: stack.recorded.to_owned(),
        found_in: stack.found_in.to_owned(),
        client: of(Role::Client),
        server: of(Role::Server),
    }
}

fn verdict(role: Role, version: TlsVersion, prediction: &Prediction) -> VerdictDocument {
    let refused = |verdict: StackVerdict, refusal: &Refusal, when: Moment| VerdictDocument {
        verdict,
        error: spoken::text(&refusal.error),
        own_words: String::new(),
        codes: vec![refusal.cause.rule().code.to_owned()],
        peer_sees: spoken::text(&refusal.peer_sees.in_go(role, version)),
        when,
        reason: String::new(),
    };
    let plain = |verdict: StackVerdict, reason: &str| VerdictDocument {
        verdict,
        error: String::new(),
        own_words: String::new(),
        codes: Vec::new(),
        peer_sees: String::new(),
        when: Moment::Never,
        reason: reason.to_owned(),
    };
    match prediction {
        Prediction::Accept => plain(StackVerdict::Accept, ""),
        Prediction::Undetermined(reason) => plain(StackVerdict::Undetermined, reason),
        Prediction::LoadError(refusal) => refused(StackVerdict::LoadError, refusal, Moment::Load),
        Prediction::Reject(refusal) => {
            let late = role == Role::Server && version == TlsVersion::V13;
            refused(StackVerdict::Reject, refusal, if late { Moment::Read } else { Moment::Handshake })
        }
    }
}

fn handshakes(pair: &Pair) -> Vec<HandshakeDocument> {
    if pair.server.is_none() || pair.client.is_none() {
        return Vec::new();
    }
    let versions = [TlsVersion::V12, TlsVersion::V13];
    let mut handshakes = Vec::new();
    for client in &pair.stacks {
        for server in &pair.stacks {
            let of = |version: TlsVersion| {
                pair::handshake(client, server, version).map(|handshake| HandshakeDocument {
                    client: client.stack.id.to_owned(),
                    server: server.stack.id.to_owned(),
                    tls: version.to_string(),
                    verdict: handshake,
                })
            };
            handshakes.extend(versions.into_iter().filter_map(of));
        }
    }
    handshakes
}
