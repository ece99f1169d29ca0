//! kubectl commands on Secrets: what they copy, leave out and print.

use super::openssl_command::reads_secret;
use super::{Context, Lint, Note};
use crate::config::shell::{Command, Pipeline, Script};
use crate::rule::{Citation, Rule, RuleKind, Severity};

pub(super) const LINTS: &[Lint<Script>] =
    &[SECRET_APPLIED, CREATE_SECRET_TLS_WITHOUT_CA, SECRET_READ_WITH_GREP, ISSUED_CERTIFICATES_ONLY];

fn is_kubectl(command: &Command) -> bool {
    matches!(command.program(), "kubectl" | "oc")
}

/// True for `kubectl create secret`.
pub(super) fn creates_secret(command: &Command) -> bool {
    is_kubectl(command) && command.word(1) == "create" && command.word(2) == "secret"
}

const SECRET_APPLIED: Lint<Script> = Lint {
    rule: &Rule {
        code: "secret-applied",
        title: "kubectl apply on a Secret",
        severity: Severity::Warning,
        citation: Citation::Practice("kubernetes/kubernetes#23564, kubernetes/kubernetes#29923"),
        explanation: "`kubectl apply` copies the whole object, the private key included, into the annotation `kubectl.kubernetes.io/last-applied-configuration`, where the old key stays and `kubectl describe` prints it.",
        remedy: "Use `kubectl apply --server-side`, which keeps no copy, and remove the annotation from Secrets that have it.",
        kind: RuleKind::Lint,
    },
    run: secret_applied,
};

fn secret_applied(script: &Script, _: &Context<'_>) -> Vec<Note> {
    let applied = |pipeline: &Pipeline| -> Option<Note> {
        let maker = pipeline.commands.iter().position(creates_secret)?;
        let apply = pipeline
            .commands
            .iter()
            .skip(maker)
            .find(|command| is_kubectl(command) && command.has("apply"))?;
        let copies = !apply.words.iter().any(|word| word.value.starts_with("--server-side"));
        copies.then(|| Note::text(apply.span(), "`kubectl apply` is given a Secret with a private key"))
    };
    script.pipelines.iter().filter_map(applied).collect()
}

const CREATE_SECRET_TLS_WITHOUT_CA: Lint<Script> = Lint {
    rule: &Rule {
        code: "create-secret-tls-without-ca",
        title: "kubectl create secret tls, which has no place for a CA",
        severity: Severity::Notice,
        citation: Citation::Practice("kubernetes/kubectl#1037"),
        explanation: "The Secret gets `tls.crt` and `tls.key` and no `ca.crt`; for mutual TLS each side also needs the CA of the other, which must then be written in a second step.",
        remedy: "Write all three at once: `kubectl create secret generic NAME --type=kubernetes.io/tls --from-file=tls.crt=… --from-file=tls.key=… --from-file=ca.crt=…`.",
        kind: RuleKind::Lint,
    },
    run: create_secret_tls_without_ca,
};

fn create_secret_tls_without_ca(script: &Script, _: &Context<'_>) -> Vec<Note> {
    let found = script.commands().filter(|command| creates_secret(command) && command.word(3) == "tls");
    found
        .map(|command| {
            Note::text(command.span(), "`kubectl create secret tls` makes a Secret without `ca.crt`")
        })
        .collect()
}

const SECRET_READ_WITH_GREP: Lint<Script> = Lint {
    rule: &Rule {
        code: "secret-read-with-grep",
        title: "value of a Secret cut out with grep",
        severity: Severity::Error,
        citation: Citation::Practice("kubectl get -o yaml, grep and base64 as they are"),
        explanation: "`grep` gives the key with the value, which `base64 -d` refuses, and openssl then reports `Could not read certificate from <stdin>`. After `kubectl apply` it also gives the annotation with the private key, which lands in the terminal.",
        remedy: "Use `kubectl get secret NAME -o jsonpath='{.data.tls\\.crt}' | base64 -d`.",
        kind: RuleKind::Lint,
    },
    run: secret_read_with_grep,
};

fn secret_read_with_grep(script: &Script, _: &Context<'_>) -> Vec<Note> {
    let found = script.pipelines.iter().filter(|pipeline| {
        let reads = pipeline.commands.first().is_some_and(reads_secret);
        let mut after = pipeline.commands.iter().skip(1);
        let searches = after.any(|command| command.program() == "grep");
        // `awk` or `cut` after it may take the key away.
        searches && after.next().is_some_and(|next| next.program() == "base64") && reads
    });
    found
        .map(|pipeline| {
            Note::text(pipeline.span, "the lines that `grep` finds in a Secret are given to `base64 -d`")
        })
        .collect()
}

const ISSUED_CERTIFICATES_ONLY: Lint<Script> = Lint {
    rule: &Rule {
        code: "issued-certificates-only",
        title: "expiry looked up among cert-manager's objects only",
        severity: Severity::Notice,
        citation: Citation::Document("cert-manager, Certificate resource"),
        explanation: "`kubectl get certificates` lists what cert-manager issues. Secrets that were made by hand, CAs and copies of `ca.crt` are not among it.",
        remedy: "List them, too: `kubectl get secrets -A --field-selector type=kubernetes.io/tls`.",
        kind: RuleKind::Lint,
    },
    run: issued_certificates_only,
};

fn issued_certificates_only(script: &Script, context: &Context<'_>) -> Vec<Note> {
    let lists_secrets = |command: &Command| {
        is_kubectl(command)
            && command.has("get")
            && command.words.iter().any(|word| word.value.contains("type=kubernetes.io/tls"))
    };
    if context.configuration.scripts.iter().flat_map(Script::commands).any(lists_secrets) {
        return Vec::new();
    }
    let lists = |command: &&Command| {
        is_kubectl(command)
            && command.word(1) == "get"
            && matches!(command.word(2), "certificate" | "certificates" | "cert" | "certs")
    };
    let found = script.commands().filter(lists);
    found
        .map(|command| {
            Note::text(
                command.span(),
                "`kubectl get certificates` lists cert-manager's own, and nothing here lists TLS Secrets",
            )
        })
        .collect()
}
