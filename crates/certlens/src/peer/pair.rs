//! A pair of sides, judged by every stack at either end.

use crate::peer::encounter::{Presented, Role, TlsVersion};
use crate::peer::held::Held;
use crate::peer::refusal::Refusal;
use crate::peer::shelf::Shelf;
use crate::peer::side::Side;
use crate::peer::stack::Stack;
use crate::peer::{Conversation, Cure, Files, Meeting, Prediction, StackVerdicts, cure, judged};
use crate::rule::Verdict;
use crate::x509::certificate::Certificate;

/// What comes of a pair. Nothing of a private key is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// What it was judged under.
    pub conversation: Conversation,
    /// The server; `None` where only a client was given.
    pub server: Option<Shown>,
    /// The client; `None` where only a server was given.
    pub client: Option<Shown>,
    /// What every stack makes of it, in both roles.
    pub stacks: Vec<StackVerdicts>,
    /// What cures it; `None` where nothing is refused.
    pub cure: Option<Cure>,
}

/// What there is to say of a side without its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The Secret, or the files.
    pub title: String,
    /// How its files and its role were told.
    pub reasons: Vec<String>,
    /// The certificate it presents, as far as it can be read.
    pub certificate: Option<Box<Certificate>>,
}

/// Judges a pair, or what may be said of one side alone: which stacks do not load its files, and what a peer makes of what it
/// shows that trusts what it trusts. Where nothing it trusts has issued what it shows, a peer must trust something else, and
/// what it does is undetermined.
#[must_use]
pub fn pair(
    server: Option<&Side>,
    client: Option<&Side>,
    conversation: &Conversation,
    stacks: &[&'static Stack],
) -> Pair {
    let shelf = Shelf::default();
    let files = |side: Option<&Side>, other: Option<&Side>| match side {
        Some(side) => side.files.clone(),
        None => absent(&shelf, other),
    };
    let (server_files, client_files) = (files(server, client), files(client, server));
    let absent = match (server, client) {
        (Some(_), None) => Some(Role::Client),
        (None, Some(_)) => Some(Role::Server),
        (Some(_), Some(_)) | (None, None) => None,
    };
    // Of nobody there is nothing to say.
    let stacks = if server.is_none() && client.is_none() { &[] } else { stacks };
    let meeting = Meeting { server: &server_files, client: &client_files, absent };
    let judged: Vec<StackVerdicts> = judged(&shelf, meeting, conversation, stacks).collect();
    let cure = cure::cure(&shelf, meeting, conversation, stacks, &judged);
    let shown = |side: &Side| Shown {
        title: side.title.clone(),
        reasons: side.reasons.clone(),
        certificate: side.certificate().map(Box::new),
    };
    Pair {
        conversation: conversation.clone(),
        server: server.map(shown),
        client: client.map(shown),
        stacks: judged,
        cure,
    }
}

/// The peer of a side that stands alone.
fn absent(shelf: &Shelf, other: Option<&Side>) -> Files {
    let has_issued = |files: &&Files| {
        let held = Held::of(files, &Presented::of(files), shelf);
        let issued =
            |ca: &Certificate| held.chain.iter().any(|own| ca.subject.matches(&own.certificate.issuer));
        held.trust.iter().any(|ca| issued(&ca.certificate))
    };
    let trusted = other.map(|other| &other.files).filter(has_issued);
    Files { trust: trusted.and_then(|files| files.trust.clone()), ..Files::default() }
}

impl StackVerdicts {
    /// What the stack does in this role with this version; `None` where it does not speak it, or there is no peer to judge.
    #[must_use]
    pub fn prediction(&self, role: Role, version: TlsVersion) -> Option<&Prediction> {
        self.verdicts.iter().find(|(r, v, _)| (*r, *v) == (role, version)).map(|(.., prediction)| prediction)
    }
}

impl Prediction {
    /// The refusal, be it of the stack's own files or of the peer.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::LoadError(refusal) | Self::Reject(refusal) => Some(refusal),
            Self::Accept | Self::Undetermined(_) => None,
        }
    }

    const fn handshake(&self) -> Verdict {
        match self {
            Self::Accept => Verdict::Accept,
            Self::LoadError(_) | Self::Reject(_) => Verdict::Reject,
            Self::Undetermined(_) => Verdict::Undetermined,
        }
    }
}

/// What comes of `client` and `server` at the two ends, with this version; `None` where one of them does not speak it.
#[must_use]
pub fn handshake(client: &StackVerdicts, server: &StackVerdicts, version: TlsVersion) -> Option<Verdict> {
    let ends = [client.prediction(Role::Client, version)?, server.prediction(Role::Server, version)?];
    let ends = ends.map(Prediction::handshake);
    Some(if ends.contains(&Verdict::Reject) {
        Verdict::Reject
    } else if ends.contains(&Verdict::Undetermined) {
        Verdict::Undetermined
    } else {
        Verdict::Accept
    })
}

/// What comes of it with the version that the two agree on, the highest that both speak: a version that fails is not tried
/// again with a lower one (RFC 8446 §4.1.3).
#[must_use]
pub fn outcome(client: &StackVerdicts, server: &StackVerdicts) -> Option<Verdict> {
    [TlsVersion::V13, TlsVersion::V12].into_iter().find_map(|version| handshake(client, server, version))
}
