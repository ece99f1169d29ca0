//! openssl commands: what they leave open, and what their output does not tell.

use super::{Context, Lint, Note};
use crate::config::shell::{Command, Script};
use crate::rule::{Citation, Rule, RuleKind, Severity};

pub(super) const LINTS: &[Lint<Script>] = &[
    CA_KEY_UNENCRYPTED,
    VERIFY_WITHOUT_PURPOSE,
    S_CLIENT_WITHOUT_CHECKS,
    FIRST_CERTIFICATE_ONLY,
    NAMES_READ_WITH_GREP,
    NTPDATE,
];

const CA_KEY_UNENCRYPTED: Lint<Script> = Lint {
    rule: &Rule {
        code: "ca-key-unencrypted",
        title: "key of a CA in a file without a password",
        severity: Severity::Warning,
        citation: Citation::Document("NIST SP 800-57 part 1, 5.3.5"),
        explanation: "Whoever reads the file can be every server and client of this CA. It stays beside the certificates, and from there easily gets into a Secret, an image or a repository.",
        remedy: "Make it with `openssl genpkey -aes256 …`, keep it off the cluster, and delete it where it is not needed; or let cert-manager hold it.",
        kind: RuleKind::Lint,
    },
    run: ca_key_unencrypted,
};

fn ca_key_unencrypted(script: &Script, context: &Context<'_>) -> Vec<Note> {
    let signs = |file: &str| {
        let all = context.configuration.scripts.iter().flat_map(Script::commands);
        all.filter(|command| command.program() == "openssl").any(|command| {
            let own = if makes_root(command) { "-key" } else { "-CAkey" };
            command.option(own).is_some_and(|key| key.value == file)
        })
    };
    let is_protected = |command: &Command| {
        command.words.iter().any(|word| {
            let option = word.value.trim_start_matches('-');
            option.starts_with("aes") || option.starts_with("des") || matches!(option, "cipher" | "passout")
        })
    };
    let makers = script.commands().filter(|command| {
        matches!((command.program(), command.word(1)), ("openssl", "genrsa" | "genpkey" | "ecparam"))
    });
    let found = makers.filter(|command| !is_protected(command)).filter_map(|command| command.option("-out"));
    found
        .filter(|file| signs(&file.value))
        .map(|file| {
            Note::text(
                file.span,
                format!("`{}` is the key of a CA, and is written without a password", file.value),
            )
        })
        .collect()
}

/// True for `openssl req -x509`.
pub(super) fn makes_root(command: &Command) -> bool {
    command.is(&["openssl", "req"]) && command.has("-x509")
}

const VERIFY_WITHOUT_PURPOSE: Lint<Script> = Lint {
    rule: &Rule {
        code: "verify-without-purpose",
        title: "openssl verify without a purpose",
        severity: Severity::Warning,
        citation: Citation::Document("openssl-verification-options(1)"),
        explanation: "It prints OK for the certificates of servers and clients alike, whatever their usages, and overlooks a CA without keyUsage, which Python 3.13 refuses. Of a file with a chain it verifies the first certificate and does not use the others.",
        remedy: "Add `-purpose sslserver` or `-purpose sslclient`, `-x509_strict`, and `-untrusted FILE` with the intermediates.",
        kind: RuleKind::Lint,
    },
    run: verify_without_purpose,
};

fn verify_without_purpose(script: &Script, _: &Context<'_>) -> Vec<Note> {
    let found = script.commands().filter(|command| command.is(&["openssl", "verify"]));
    let lacking =
        found.filter_map(|command| Some((command, lacking(command, &["-purpose", "-x509_strict"])?)));
    lacking
        .map(|(command, options)| Note::text(command.span(), format!("`openssl verify` has no {options}")))
        .collect()
}

/// The options that a command lacks, in words.
fn lacking(command: &Command, options: &[&str]) -> Option<String> {
    let lacking: Vec<String> =
        options.iter().filter(|option| !command.has(option)).map(|option| format!("`{option}`")).collect();
    let (last, first) = lacking.split_last()?;
    Some(if first.is_empty() { last.clone() } else { format!("{} and no {last}", first.join(", no ")) })
}

const S_CLIENT_WITHOUT_CHECKS: Lint<Script> = Lint {
    rule: &Rule {
        code: "s-client-without-checks",
        title: "openssl s_client that checks little",
        severity: Severity::Warning,
        citation: Citation::Document("openssl-s_client(1)"),
        explanation: "It prints `Verify return code: 0 (ok)` for a certificate of another name, and in TLS 1.3 before the server has refused the client's certificate.",
        remedy: "Add `-servername NAME -verify_hostname NAME -verify_return_error`, send a line, and look for an alert after the handshake.",
        kind: RuleKind::Lint,
    },
    run: s_client_without_checks,
};

fn s_client_without_checks(script: &Script, _: &Context<'_>) -> Vec<Note> {
    let found = script.commands().filter(|command| command.is(&["openssl", "s_client"]));
    let needed = ["-servername", "-verify_hostname", "-verify_return_error"];
    let lacking = found.filter_map(|command| Some((command, lacking(command, &needed)?)));
    lacking
        .map(|(command, options)| Note::text(command.span(), format!("`openssl s_client` has no {options}")))
        .collect()
}

/// True if it prints a certificate as text.
fn prints_text(command: &Command) -> bool {
    command.is(&["openssl", "x509"]) && command.has("-text")
}

const FIRST_CERTIFICATE_ONLY: Lint<Script> = Lint {
    rule: &Rule {
        code: "first-certificate-only",
        title: "openssl x509 on what may be a chain",
        severity: Severity::Warning,
        citation: Citation::Document("openssl-x509(1)"),
        explanation: "It reads the first certificate of a file and says nothing of the others: a missing or wrong intermediate stays unseen.",
        remedy: "Use `openssl storeutl -noout -text -certs FILE`, which prints all of them.",
        kind: RuleKind::Lint,
    },
    run: first_certificate_only,
};

fn first_certificate_only(script: &Script, _: &Context<'_>) -> Vec<Note> {
    let may_be_chain = |name: &str| {
        let name = name.rsplit('/').next().unwrap_or_default();
        name == "tls.crt" || ["chain", "bundle"].iter().any(|word| name.contains(word))
    };
    let of_pipeline = |commands: &[Command]| -> Option<Note> {
        let from_secret = commands.first().is_some_and(reads_secret);
        let printer = commands.iter().find(|command| prints_text(command))?;
        let file = printer.option("-in").map(|file| file.value.as_str());
        let what = match file {
            Some(file) if may_be_chain(file) => format!("of `{file}`"),
            None if from_secret => "of what is in the Secret".to_owned(),
            _ => return None,
        };
        Some(Note::text(printer.span(), format!("`openssl x509 -text` prints the first certificate {what}")))
    };
    script.pipelines.iter().filter_map(|pipeline| of_pipeline(&pipeline.commands)).collect()
}

/// True for `kubectl get secret`.
pub(super) fn reads_secret(command: &Command) -> bool {
    matches!(command.program(), "kubectl" | "oc")
        && command.has("get")
        && command.words.iter().any(|word| {
            matches!(word.value.as_str(), "secret" | "secrets") || word.value.starts_with("secret/")
        })
}

const NAMES_READ_WITH_GREP: Lint<Script> = Lint {
    rule: &Rule {
        code: "names-read-with-grep",
        title: "subjectAltName searched for in the text of a certificate",
        severity: Severity::Notice,
        citation: Citation::Document("openssl-x509(1)"),
        explanation: "It works, and prints nothing both where there is no subjectAltName and where the words have changed.",
        remedy: "Use `openssl x509 -noout -ext subjectAltName -in FILE`, which says that there is none.",
        kind: RuleKind::Lint,
    },
    run: names_read_with_grep,
};

fn names_read_with_grep(script: &Script, _: &Context<'_>) -> Vec<Note> {
    let searches = |command: &Command| {
        command.program() == "grep"
            && command.words.iter().any(|word| word.value.contains("Alternative Name"))
    };
    let pairs = script.pipelines.iter().flat_map(|pipeline| pipeline.commands.windows(2));
    let found = pairs.filter_map(|pair| match pair {
        [printer, search] if prints_text(printer) && searches(search) => Some(search),
        _ => None,
    });
    found
        .map(|search| Note::text(search.span(), "the names are cut out of `openssl x509 -text` with `grep`"))
        .collect()
}

const NTPDATE: Lint<Script> = Lint {
    rule: &Rule {
        code: "ntpdate",
        title: "ntpdate, which is retired",
        severity: Severity::Notice,
        citation: Citation::Document("ntpdate(8): its functionality is in ntpd and sntp"),
        explanation: "It sets the clock once and needs a privilege that no container has: the clock of a pod is that of its node.",
        remedy: "Run chrony or systemd-timesyncd on the nodes, and look at `timedatectl` or `chronyc tracking` there.",
        kind: RuleKind::Lint,
    },
    run: ntpdate,
};

fn ntpdate(script: &Script, _: &Context<'_>) -> Vec<Note> {
    let found = script.commands().filter(|command| command.program() == "ntpdate");
    found.map(|command| Note::text(command.span(), "`ntpdate` is to set the clock")).collect()
}
