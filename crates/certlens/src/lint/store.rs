//! Stores that are known by their form and not opened.

use super::{Context, Lint, Note};
use crate::inventory::{Recognised, RecognisedKind};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::span::ByteRange;
use crate::x509::form::Form;

pub(super) const LINTS: &[Lint<Recognised>] = &[STORE_NOT_OPENED];

const STORE_NOT_OPENED: Lint<Recognised> = Lint {
    rule: &Rule {
        code: "store-not-opened",
        title: "store that is not opened",
        severity: Severity::Notice,
        citation: Citation::Practice("what this reader recognises"),
        explanation: "What is in a PKCS #12 or Java key store is under a password, which is not asked for here. Nothing in it was judged.",
        remedy: "Give the PEM of its certificates: `openssl pkcs12 -in FILE -nokeys` or `keytool -list -rfc -keystore FILE` asks for the password and prints them, without the private key.",
        kind: RuleKind::Lint,
    },
    run: store_not_opened,
};

fn store_not_opened(found: &Recognised, context: &Context<'_>) -> Vec<Note> {
    let is_store =
        matches!(found.kind, RecognisedKind::Der(Form::Pkcs12) | RecognisedKind::Jks | RecognisedKind::Jceks);
    context.when(
        is_store,
        ByteRange::default(),
        || "it is not opened, as that takes a password, and nothing in it was judged",
    )
}
