//! What an engine does not care about, written in one way everywhere, so that more of a module repeats itself.
//!
//! Engines take no notice of the alignment that an access promises, nor of how the local variables are numbered. As the
//! compiler writes both, they only keep a compressor from seeing that two pieces of code do the same.

use std::cmp::Reverse;
use std::io;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, Function, Instruction, MemArg, Module};
use wasmparser::{FunctionBody, Operator, Parser, Payload, ValType};

/// The same module with no promise of alignment, and the local variables of every function numbered by how often they are used.
pub(crate) fn canonical(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut of_type = Vec::new();
    let mut parameters = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::TypeSection(types) => {
                for kind in types.into_iter_err_on_gc_types() {
                    of_type.push(u32::try_from(kind?.params().len())?);
                }
            }
            Payload::FunctionSection(functions) => {
                for kind in functions {
                    let kind = of_type.get(usize::try_from(kind?)?);
                    parameters.push(*kind.context("a function of a type that is not there")?);
                }
            }
            _ => {}
        }
    }
    let mut module = Module::new();
    Rewritten { parameters: parameters.into_iter(), numbers: Vec::new() }
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .context("the module could not be written again")?;
    Ok(module.finish())
}

struct Rewritten<P> {
    /// How many parameters each function takes that is still to be written. They are its first local variables, and stay so.
    parameters: P,
    /// The new number of each local variable of the function that is being written.
    numbers: Vec<u32>,
}

impl<P> Rewritten<P> {
    fn number(&self, local: u32) -> Result<u32, Error<io::Error>> {
        let number = usize::try_from(local).ok().and_then(|local| self.numbers.get(local));
        number.copied().ok_or_else(|| refused("a local variable that is not there"))
    }
}

impl<P: Iterator<Item = u32>> Reencode for Rewritten<P> {
    type Error = io::Error;

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let parameters = self.parameters.next().ok_or_else(|| refused("a function without a type"))?;
        let order = by_use(&body, parameters)?;
        let mut numbers: Vec<_> = (0..parameters).map(|parameter| (parameter, parameter)).collect();
        numbers.extend(order.iter().map(|(old, _)| *old).zip(parameters..));
        numbers.sort_unstable();
        self.numbers = numbers.into_iter().map(|(_, new)| new).collect();
        let kinds: Result<Vec<_>, _> = order.into_iter().map(|(_, kind)| self.val_type(kind)).collect();
        let mut function = Function::new_with_locals_types(kinds?);
        let mut instructions = body.get_operators_reader()?;
        while !instructions.eof() {
            function.instruction(&self.parse_instruction(&mut instructions)?);
        }
        code.function(&function);
        Ok(())
    }

    fn instruction<'a>(&mut self, operator: Operator<'a>) -> Result<Instruction<'a>, Error<Self::Error>> {
        Ok(match operator {
            Operator::LocalGet { local_index } => Instruction::LocalGet(self.number(local_index)?),
            Operator::LocalSet { local_index } => Instruction::LocalSet(self.number(local_index)?),
            Operator::LocalTee { local_index } => Instruction::LocalTee(self.number(local_index)?),
            other => utils::instruction(self, other)?,
        })
    }

    fn mem_arg(&mut self, access: wasmparser::MemArg) -> Result<MemArg, Error<Self::Error>> {
        Ok(MemArg { align: 0, ..utils::mem_arg(self, access)? })
    }
}

/// The local variables that are no parameters: those of a type together, those used most first.
fn by_use(body: &FunctionBody<'_>, parameters: u32) -> Result<Vec<(u32, ValType)>, Error<io::Error>> {
    let mut locals = Vec::new();
    for group in body.get_locals_reader()? {
        let (count, kind) = group?;
        locals.extend((0..count).map(|_| kind));
    }
    let mut uses = vec![0_usize; locals.len()];
    let mut instructions = body.get_operators_reader()?;
    while !instructions.eof() {
        if let Operator::LocalGet { local_index: local }
        | Operator::LocalSet { local_index: local }
        | Operator::LocalTee { local_index: local } = instructions.read()?
            && let Some(own) = local.checked_sub(parameters)
            && let Some(uses) = usize::try_from(own).ok().and_then(|own| uses.get_mut(own))
        {
            *uses += 1;
        }
    }
    let mut order: Vec<_> = (parameters..).zip(locals).zip(uses).collect();
    order.sort_by_key(|((_, kind), uses)| (*kind, Reverse(*uses)));
    Ok(order.into_iter().map(|(local, _)| local).collect())
}

fn refused(what: &'static str) -> Error<io::Error> {
    Error::UserError(io::Error::other(what))
}
