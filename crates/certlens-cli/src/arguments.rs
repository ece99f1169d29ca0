//! What was asked for on the command line.

mod pair;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use certlens::identity::ReferenceIdentifier;
use certlens::names::Dialled;
use certlens::pin::sought::{self, SoughtPin};
use certlens::purpose::Purpose;
use certlens::rule::Severity;
use certlens::time::Timestamp;
use lexopt::prelude::{Long, Short, Value, ValueExt as _};

pub(crate) use pair::Pair;

/// The text of `--help`.
pub(crate) const HELP: &str = "\
Certlens inspects certificates, keys and Kubernetes Secrets.

Usage:
  certlens inspect [FILE]...   what the files hold, and what is wrong with it
                               ('-' or nothing reads standard input)
  certlens pair [FILE]...      whether a server and a client shake hands, in which TLS stacks, and why not
  certlens pins [FILE]...      the pins of every certificate and key, in the form of each program
  certlens diff OLD NEW        what changed between two versions of a Secret or of certificates, and who will notice
  certlens names [FILE]...     which certificate answers to which name, and what a server sees of each as a client
  certlens rules [CODE]        every rule, or what there is to say of one

Options of every command:
  --at RFC3339                 judge at this time (default: now)
  --format text|json|markdown  (default: text); of inspect also csv: the inventory for a spreadsheet
  --fail-on error|warning|never
                               exit with status 1 for findings from this severity on (default: error)
Options of inspect:
  --name NAME...               names that will be dialled: DNS names, addresses, URIs
  --purpose server|client|any  what the certificate is for (default: any)
  --redact                     placeholders for names, serial numbers and digests: for places where everybody reads
  --trust FILE...              certificates to trust, beside those that a Secret calls ca.crt
Options of pair:
  --server FILE...             the server's Secret or PEM files; without it and --client, the sides are looked for in the FILEs
  --client FILE...             the client's Secret or PEM files; either may be `namespace/name` of a Secret in the FILEs
  --name NAME...               names by which the client dials the server (default: the first of its certificate)
  --suites LIST                what the server allows in TLS 1.2 (default: ecdhe-rsa,ecdhe-ecdsa)
  --stack ID,...               the stacks in question (default: all)
Options of pins:
  --pin PIN...                 pins in any spelling: say what they are of
Options of names:
  --name NAME...               names that will be dialled: DNS names, addresses, URIs
  --service NAME[.NAMESPACE]...  Services that will be dialled, by each of their names
  --cluster-domain DOMAIN      (default: cluster.local)

Exit status: 0 nothing at or above --fail-on; 1 findings, a handshake that is refused or cannot be told, a pin that matches
nothing, a change that breaks a connection, or a name that no certificate answers to; 2 usage error, or nothing readable.
What could not be decided of a certificate is printed as `undetermined`, and is neither a pass nor a finding: it leaves the status as
it is. Most of it is decided once --trust names the CA.
";

/// A command and its options.
pub(crate) enum Command {
    /// `--help`
    Help,
    /// `--version`
    Version,
    /// `inspect`
    Inspect(Inspect),
    /// `pair`
    Pair(Pair),
    /// `pins`
    Pins(Pins),
    /// `diff`
    Diff(Diff),
    /// `names`
    Names(Names),
    /// `rules`
    Rules(Rules),
}

/// Options of `pins`.
#[derive(Default)]
pub(crate) struct Pins {
    /// What every command takes.
    pub(crate) common: Common,
    /// What to read; standard input where empty.
    pub(crate) files: Vec<PathBuf>,
    /// `--pin`
    pub(crate) sought: Vec<Vec<SoughtPin>>,
}

/// Options of `diff`.
pub(crate) struct Diff {
    /// What every command takes.
    pub(crate) common: Common,
    /// The version that is in use.
    pub(crate) old: PathBuf,
    /// The version that is to replace it.
    pub(crate) new: PathBuf,
}

/// Options of `names`.
#[derive(Default)]
pub(crate) struct Names {
    /// What every command takes.
    pub(crate) common: Common,
    /// What to read; standard input where empty.
    pub(crate) files: Vec<PathBuf>,
    /// `--name`, `--service` and `--cluster-domain`
    pub(crate) dialled: Dialled,
}

/// Options of `inspect`.
#[derive(Default)]
pub(crate) struct Inspect {
    /// What every command takes.
    pub(crate) common: Common,
    /// What to read; standard input where empty.
    pub(crate) files: Vec<PathBuf>,
    /// `--name`
    pub(crate) names: Vec<ReferenceIdentifier>,
    /// `--purpose`
    pub(crate) purpose: Purpose,
    /// `--trust`
    pub(crate) trust: Vec<PathBuf>,
    /// `--format csv`, which only an inventory can have.
    pub(crate) is_csv: bool,
    /// `--redact`
    pub(crate) redact: bool,
}

/// Options of `rules`.
#[derive(Default)]
pub(crate) struct Rules {
    /// What every command takes.
    pub(crate) common: Common,
    /// The rule asked for; every rule where none is.
    pub(crate) code: Option<String>,
}

/// Options of every command.
pub(crate) struct Common {
    /// `--at`
    pub(crate) at: Option<Timestamp>,
    /// `--format`
    pub(crate) format: Format,
    /// `--fail-on`: none for `never`.
    pub(crate) fail_on: Option<Severity>,
}

impl Default for Common {
    fn default() -> Self {
        Self { at: None, format: Format::Text, fail_on: Some(Severity::Error) }
    }
}

/// `--format`
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Markdown,
}

/// Reads the arguments; the error is a sentence.
pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Command, String> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let command = match parser.next().map_err(sentence)? {
        None | Some(Long("help") | Short('h')) => return Ok(Command::Help),
        Some(Long("version") | Short('V')) => return Ok(Command::Version),
        Some(Value(command)) => command.string().map_err(sentence)?,
        Some(option) => return Err(sentence(option.unexpected())),
    };
    match command.as_str() {
        "help" => Ok(Command::Help),
        "inspect" => inspect(&mut parser),
        "pair" => pair::parse(&mut parser),
        "pins" => pins(&mut parser),
        "diff" => diff(&mut parser),
        "names" => names(&mut parser),
        "rules" => rules(&mut parser),
        other => Err(format!("there is no command `{other}`")),
    }
}

fn inspect(parser: &mut lexopt::Parser) -> Result<Command, String> {
    let mut inspect = Inspect::default();
    let mut takes_files = false;
    while let Some(argument) = parser.next().map_err(sentence)? {
        match argument {
            Value(file) => inspect.files.push(file.into()),
            Long("help") | Short('h') => return Ok(Command::Help),
            Long("name") => {
                for name in values(parser)? {
                    takes_files |= Path::new(&name).is_file();
                    inspect.names.push(name.parse().map_err(|error| format!("--name: {error}"))?);
                }
            }
            Long("purpose") => {
                inspect.purpose = match value(parser)?.as_str() {
                    "server" => Purpose::ServerAuthentication,
                    "client" => Purpose::ClientAuthentication,
                    "any" => Purpose::Any,
                    other => return Err(format!("--purpose is server, client or any, not `{other}`")),
                }
            }
            Long("redact") => inspect.redact = true,
            Long("format") => {
                let name = value(parser)?;
                inspect.is_csv = name == "csv";
                if !inspect.is_csv {
                    inspect.common.format = format(&name)?;
                }
            }
            Long("trust") => {
                let before = inspect.trust.len();
                inspect.trust.extend(parser.values().map_err(sentence)?.map(PathBuf::from));
                takes_files |= inspect.trust.len() > before + 1;
            }
            Long(option) => {
                let option = option.to_owned();
                common(&option, parser, &mut inspect.common)?;
            }
            Short(option) => return Err(format!("there is no option `-{option}`")),
        }
    }
    has_files(&inspect.files, takes_files)?;
    Ok(Command::Inspect(inspect))
}

/// An option that takes several values takes the files after it too: nobody means standard input then.
fn has_files(files: &[PathBuf], takes_files: bool) -> Result<(), String> {
    if files.is_empty() && takes_files {
        let text = "the files are taken for values of the option before them, and none is left to be read: name the files first, \
                    or `-` for standard input";
        return Err(text.to_owned());
    }
    Ok(())
}

fn pins(parser: &mut lexopt::Parser) -> Result<Command, String> {
    let mut pins = Pins::default();
    while let Some(argument) = parser.next().map_err(sentence)? {
        match argument {
            Value(file) => pins.files.push(file.into()),
            Long("help") | Short('h') => return Ok(Command::Help),
            Long("pin") => {
                for pin in values(parser)? {
                    pins.sought.push(sought::all(&pin).map_err(|error| format!("--pin: {error}"))?);
                }
            }
            Long(option) => {
                let option = option.to_owned();
                common(&option, parser, &mut pins.common)?;
            }
            Short(option) => return Err(format!("there is no option `-{option}`")),
        }
    }
    Ok(Command::Pins(pins))
}

fn diff(parser: &mut lexopt::Parser) -> Result<Command, String> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut options = Common::default();
    while let Some(argument) = parser.next().map_err(sentence)? {
        match argument {
            Value(file) => files.push(file.into()),
            Long("help") | Short('h') => return Ok(Command::Help),
            Long(option) => {
                let option = option.to_owned();
                common(&option, parser, &mut options)?;
            }
            Short(option) => return Err(format!("there is no option `-{option}`")),
        }
    }
    let [old, new] = <[PathBuf; 2]>::try_from(files)
        .map_err(|files| format!("diff compares two files, OLD and NEW, not {}", files.len()))?;
    Ok(Command::Diff(Diff { common: options, old, new }))
}

fn names(parser: &mut lexopt::Parser) -> Result<Command, String> {
    let mut names = Names::default();
    let mut takes_files = false;
    while let Some(argument) = parser.next().map_err(sentence)? {
        match argument {
            Value(file) => names.files.push(file.into()),
            Long("help") | Short('h') => return Ok(Command::Help),
            Long("name") => {
                for name in values(parser)? {
                    takes_files |= Path::new(&name).is_file();
                    names.dialled.names.push(name.parse().map_err(|error| format!("--name: {error}"))?);
                }
            }
            Long("service") => {
                for service in values(parser)? {
                    names
                        .dialled
                        .services
                        .push(service.parse().map_err(|error| format!("--service: {error}"))?);
                }
            }
            Long("cluster-domain") => {
                let domain = value(parser)?;
                names.dialled.cluster_domain =
                    domain.parse().map_err(|error| format!("--cluster-domain: {error}"))?;
            }
            Long(option) => {
                let option = option.to_owned();
                common(&option, parser, &mut names.common)?;
            }
            Short(option) => return Err(format!("there is no option `-{option}`")),
        }
    }
    has_files(&names.files, takes_files)?;
    Ok(Command::Names(names))
}

fn rules(parser: &mut lexopt::Parser) -> Result<Command, String> {
    let mut rules = Rules::default();
    while let Some(argument) = parser.next().map_err(sentence)? {
        match argument {
            Value(code) if rules.code.is_none() => rules.code = Some(code.string().map_err(sentence)?),
            Value(_) => return Err("name one rule".to_owned()),
            Long("help") | Short('h') => return Ok(Command::Help),
            Long(option) => {
                let option = option.to_owned();
                common(&option, parser, &mut rules.common)?;
            }
            Short(option) => return Err(format!("there is no option `-{option}`")),
        }
    }
    Ok(Command::Rules(rules))
}

fn common(option: &str, parser: &mut lexopt::Parser, common: &mut Common) -> Result<(), String> {
    match option {
        "at" => common.at = Some(value(parser)?.parse().map_err(|error| format!("--at: {error}"))?),
        "format" => {
            common.format = format(&value(parser)?)?;
        }
        "fail-on" => {
            common.fail_on = match value(parser)?.as_str() {
                "error" => Some(Severity::Error),
                "warning" => Some(Severity::Warning),
                "never" => None,
                other => return Err(format!("--fail-on is error, warning or never, not `{other}`")),
            }
        }
        other => return Err(format!("there is no option `--{other}`")),
    }
    Ok(())
}

fn format(name: &str) -> Result<Format, String> {
    Ok(match name {
        "text" => Format::Text,
        "json" => Format::Json,
        "markdown" => Format::Markdown,
        other => {
            return Err(format!("--format is text, json or markdown, and csv for inspect, not `{other}`"));
        }
    })
}

fn value(parser: &mut lexopt::Parser) -> Result<String, String> {
    parser.value().and_then(|value| value.string()).map_err(sentence)
}

fn values(parser: &mut lexopt::Parser) -> Result<Vec<String>, String> {
    let values = parser.values().map_err(sentence)?;
    values.map(|value| value.string().map_err(sentence)).collect()
}

fn sentence(error: lexopt::Error) -> String {
    error.to_string()
}
