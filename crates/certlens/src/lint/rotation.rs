//! Rotation by script: what is replaced in which order, and who keeps the old.

use std::collections::BTreeSet;

use super::kubectl_command::creates_secret;
use super::openssl_command::makes_root;
use super::{Context, Lint, Note};
use crate::config::Stated;
use crate::config::shell::{Command, Script};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::sort;

pub(super) const LINTS: &[Lint<Script>] = &[
    ROTATION_WITH_NEW_CA,
    SECRET_WRITTEN_TWICE,
    CA_REPLACED_AT_ONCE,
    RESTART_OF_ONE_WORKLOAD,
    ROTATION_OF_ONE_SECRET,
];

const ROTATION_WITH_NEW_CA: Lint<Script> = Lint {
    rule: &Rule {
        code: "rotation-with-new-ca",
        title: "rotation that makes a new CA",
        severity: Severity::Error,
        citation: Citation::Practice(
            "Go, OpenSSL and every other stack: the issuer's key decides, and not its name",
        ),
        explanation: "The new CA has the name of the old one and another key. Peers that trust the old one refuse every new certificate, in Go as `certificate signed by unknown authority (possibly because of \"crypto/rsa: verification error\" …)`, in OpenSSL as `unable to get local issuer certificate`.",
        remedy: "Issue the new certificates from the existing CA. Where the CA itself is to change, distribute old and new CA together first; `certlens diff OLD NEW` says who will refuse whom.",
        kind: RuleKind::Lint,
    },
    run: rotation_with_new_ca,
};

fn rotation_with_new_ca(script: &Script, context: &Context<'_>) -> Vec<Note> {
    let repeats = |comment: &&Stated<String>| {
        let text = comment.value.to_ascii_lowercase();
        let process = ["process", "steps", "commands", "procedure"].iter().any(|word| text.contains(word));
        text.contains("same") && text.contains("above") && process
    };
    let Some(comment) = script.comments.iter().find(repeats) else { return Vec::new() };
    let mut commands = context.configuration.scripts.iter().flat_map(Script::commands);
    let Some(root) = commands.find(|command| makes_root(command)) else { return Vec::new() };
    let file = root.option("-out").map(|file| format!(" for `{}`", file.value)).unwrap_or_default();
    vec![Note::text(
        comment.span,
        format!("a comment says “{}”, and that process makes a CA with a new key{file}", comment.value),
    )]
}

/// The Secret that `kubectl patch secret NAME` writes `ca.crt` of, and what it writes.
fn patch(command: &Command) -> Option<(&Stated<String>, &Stated<String>)> {
    let named =
        matches!(command.program(), "kubectl" | "oc") && command.is(&[command.program(), "patch", "secret"]);
    let name = command.words.get(3).filter(|_| named)?;
    let patch = command.option("--patch").or_else(|| command.option("-p"));
    let all = patch.into_iter().chain(&command.documents);
    Some((name, all.into_iter().find(|text| text.value.contains("ca.crt"))?))
}

const SECRET_WRITTEN_TWICE: Lint<Script> = Lint {
    rule: &Rule {
        code: "secret-written-twice",
        title: "Secret that is written in two steps",
        severity: Severity::Warning,
        citation: Citation::Practice("kubelet projects a Secret whenever it changes"),
        explanation: "Between the two writes the Secret has new certificates and the old or no CA, and a pod that starts or reloads then gets that half.",
        remedy: "Write `tls.crt`, `tls.key` and `ca.crt` at once: `kubectl create secret generic NAME --type=kubernetes.io/tls --from-file=… --dry-run=client -o yaml | kubectl apply --server-side -f -`.",
        kind: RuleKind::Lint,
    },
    run: secret_written_twice,
};

fn secret_written_twice(script: &Script, _: &Context<'_>) -> Vec<Note> {
    let created = script.commands().filter(|command| creates_secret(command)).map(|command| command.word(4));
    let created: BTreeSet<&str> = sort::gather(created);
    let again = script
        .commands()
        .filter(|command| patch(command).is_some_and(|(name, _)| created.contains(name.value.as_str())));
    again
        .map(|command| {
            Note::text(
                command.span(),
                format!(
                    "Secret `{}` is created, and its `ca.crt` patched in afterwards",
                    script.value(command.word(3))
                ),
            )
        })
        .collect()
}

const CA_REPLACED_AT_ONCE: Lint<Script> = Lint {
    rule: &Rule {
        code: "ca-replaced-at-once",
        title: "ca.crt replaced without an overlap",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "every rotation of a CA: trust the new one first, and the old one until nobody presents it",
        ),
        explanation: "From this instant the workload refuses peers whose certificates the old CA issued, and peers that trust the old CA only refuse it.",
        remedy: "Write a bundle: `cat ca-old.pem ca-new.pem > ca-bundle.pem`; take the old CA out after every certificate was issued again.",
        kind: RuleKind::Lint,
    },
    run: ca_replaced_at_once,
};

fn ca_replaced_at_once(script: &Script, _: &Context<'_>) -> Vec<Note> {
    let bundles = script
        .commands()
        .filter(|command| command.program() == "cat" && command.words.len() > 2)
        .filter_map(|command| command.output.as_ref())
        .map(|output| output.value.as_str());
    let bundles: BTreeSet<&str> = sort::gather(bundles);
    let written = script.commands().filter_map(|command| {
        let from_file = || {
            let files = command.options("--from-file");
            let own = files.into_iter().find(|file| file.value.contains("ca.crt="))?;
            let path = own.value.rsplit_once('=')?.1;
            (creates_secret(command) && !bundles.contains(path)).then_some(own)
        };
        let patched = patch(command).map(|(_, text)| text);
        patched.filter(|text| !bundles.iter().any(|bundle| text.value.contains(bundle))).or_else(from_file)
    });
    written
        .map(|text| {
            Note::text(text.span, "`ca.crt` is replaced by one CA, and nothing joins the old one with it")
        })
        .collect()
}

const RESTART_OF_ONE_WORKLOAD: Lint<Script> = Lint {
    rule: &Rule {
        code: "restart-of-one-workload",
        title: "rotation that restarts one workload",
        severity: Severity::Warning,
        citation: Citation::Document(
            "Kubernetes, Secrets: a container using a Secret as a subPath volume mount does not receive updates",
        ),
        explanation: "Pods that read their files once at the start, and pods that mount the Secret with `subPath`, keep the old certificate and the old CA until they are restarted: the other side of the connection, too.",
        remedy: "Restart every workload that mounts what was changed, those that verify before those that present, or have the programs read the files again.",
        kind: RuleKind::Lint,
    },
    run: restart_of_one_workload,
};

fn restart_of_one_workload(script: &Script, _: &Context<'_>) -> Vec<Note> {
    let writes = script.commands().any(|command| creates_secret(command) || patch(command).is_some());
    let restarts: Vec<&Command> =
        script.commands().filter(|command| command.has("rollout") && command.has("restart")).collect();
    let [only] = restarts.as_slice() else { return Vec::new() };
    // Without a slash it restarts all of a kind; two with one are two workloads.
    let named: Vec<&Stated<String>> = only.words.iter().filter(|word| word.value.contains('/')).collect();
    match named.as_slice() {
        [workload] if writes => vec![Note::text(
            only.span(),
            format!("of all that use the certificates it restarts `{}` and nothing else", workload.value),
        )],
        _ => Vec::new(),
    }
}

const ROTATION_OF_ONE_SECRET: Lint<Script> = Lint {
    rule: &Rule {
        code: "rotation-of-one-secret",
        title: "rotation that leaves out the other side",
        severity: Severity::Warning,
        citation: Citation::Practice("both sides of mutual TLS have a certificate, and both expire"),
        explanation: "The certificate that is not renewed expires, and then no connection is made, though the other is new.",
        remedy: "Rotate both Secrets in the same run.",
        kind: RuleKind::Lint,
    },
    run: rotation_of_one_secret,
};

fn rotation_of_one_secret(script: &Script, context: &Context<'_>) -> Vec<Note> {
    let written = |script: &Script| -> BTreeSet<String> {
        let makers = script.commands().filter(|command| creates_secret(command));
        sort::gather(makers.map(|command| script.value(command.word(4)).to_owned()))
    };
    let all: BTreeSet<String> = sort::gather(context.configuration.scripts.iter().flat_map(written));
    let secrets = context
        .manifests
        .iter()
        .filter(|manifest| manifest.secret_type.as_deref() == Some("kubernetes.io/tls"));
    let left = secrets.filter_map(|manifest| manifest.name.as_deref()).filter(|name| !all.contains(*name));
    let left: BTreeSet<&str> = sort::gather(left);
    let own = script.commands().find(|command| creates_secret(command) && command.word(4).starts_with('$'));
    let (Some(maker), false) = (own, left.is_empty()) else { return Vec::new() };
    let name = script.value(maker.word(4));
    let left: Vec<String> = left.iter().take(8).map(|name| format!("`{name}`")).collect();
    let place = script
        .variables
        .iter()
        .rev()
        .find(|(_, value)| value.value == name)
        .map_or_else(|| maker.span(), |(_, value)| value.span);
    vec![Note::text(
        place,
        format!("as it is called by default it rotates `{name}`, and not {}", left.join(", ")),
    )]
}
