//! Recipes for openssl: what the certificates that they make will lack.

use super::openssl_command::makes_root;
use super::{Context, Lint, Note};
use crate::config::shell::{ExtensionSection, Script};
use crate::rule::{Citation, Rule, RuleKind, Severity};

pub(super) const LINTS: &[Lint<Script>] =
    &[RECIPE_WITHOUT_DIGITAL_SIGNATURE, RECIPE_WITHOUT_NAMES, RECIPE_CA_WITHOUT_KEY_USAGE];

fn peers(script: &Script) -> impl Iterator<Item = &ExtensionSection> {
    script.extensions.iter().filter(|section| section.is_for_peer())
}

const RECIPE_WITHOUT_DIGITAL_SIGNATURE: Lint<Script> = Lint {
    rule: &Rule {
        code: "recipe-without-digital-signature",
        title: "recipe for a TLS certificate whose key may not sign",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.3"),
        explanation: "In TLS 1.3, and with every ECDHE suite of TLS 1.2, the key signs and does nothing else. Java, GnuTLS, gRPC, OpenSSL as a server and others refuse a certificate whose keyUsage has no digitalSignature.",
        remedy: "Write `keyUsage = critical, digitalSignature`.",
        kind: RuleKind::Lint,
    },
    run: recipe_without_digital_signature,
};

fn recipe_without_digital_signature(script: &Script, _: &Context<'_>) -> Vec<Note> {
    let usage = |section: &ExtensionSection| {
        let usage = section.get("keyUsage").filter(|_| !section.has("keyUsage", "digitalSignature"))?;
        Some(Note::text(usage.span, format!("section `{}` has `keyUsage = {}`", section.name, usage.value)))
    };
    peers(script).filter_map(usage).collect()
}

const RECIPE_WITHOUT_NAMES: Lint<Script> = Lint {
    rule: &Rule {
        code: "recipe-without-names",
        title: "recipe for a TLS certificate without subjectAltName",
        severity: Severity::Warning,
        citation: Citation::Rfc(9525, "2"),
        explanation: "A server's certificate without names is refused by Go, rustls and browsers. A client's leaves its common name to go by, which Envoy, Istio and SPIFFE do not match. `openssl x509 -req` drops the names of the request unless it is told to copy them.",
        remedy: "Write `subjectAltName = DNS:name.namespace.svc` for a server, `subjectAltName = URI:spiffe://…` for a client.",
        kind: RuleKind::Lint,
    },
    run: recipe_without_names,
};

fn recipe_without_names(script: &Script, _: &Context<'_>) -> Vec<Note> {
    let nameless = peers(script).filter(|section| section.get("subjectAltName").is_none());
    nameless
        .filter_map(|section| {
            let purpose = section.get("extendedKeyUsage")?;
            let message =
                format!("section `{}` is for {} and has no `subjectAltName`", section.name, purpose.value);
            Some(Note::text(section.span, message))
        })
        .collect()
}

const RECIPE_CA_WITHOUT_KEY_USAGE: Lint<Script> = Lint {
    rule: &Rule {
        code: "recipe-ca-without-key-usage",
        title: "recipe for a CA without keyUsage",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.3"),
        explanation: "`openssl req -x509` writes no keyUsage unless it is asked to. Python 3.13 and later refuses such a CA: `CA cert does not include key usage extension`.",
        remedy: "Add `-addext \"basicConstraints=critical,CA:TRUE,pathlen:0\" -addext \"keyUsage=critical,keyCertSign,cRLSign\"`.",
        kind: RuleKind::Lint,
    },
    run: recipe_ca_without_key_usage,
};

fn recipe_ca_without_key_usage(script: &Script, _: &Context<'_>) -> Vec<Note> {
    let lacking = script.commands().filter(|command| makes_root(command)).filter(|command| {
        let asks = command.options("-addext").iter().any(|option| option.value.starts_with("keyUsage"));
        let elsewhere = ["-config", "-extensions", "-reqexts"].iter().any(|option| command.has(option));
        !asks && !elsewhere
    });
    lacking
        .map(|command| {
            Note::text(command.span(), "`openssl req -x509` makes a CA and asks for no `keyUsage`")
        })
        .collect()
}
