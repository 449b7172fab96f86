//! The system calls that no part of the station needs, refused with an error and not with death: a driver's stray look at a
//! network device must not take the window down.
//!
//! A list of what is refused, and not of what is allowed, because drivers of graphics cards differ. Refused: every socket
//! family but the local one, and waiting for connections; every start of a program; reading other processes' memory; the
//! kernel's own programs (bpf, io_uring, modules); mounts; and typing into the terminal that started the station.

use crate::air::{Promise, State, Wall};
use seccompiler::{
    BackendError, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch,
};
use std::collections::BTreeMap;

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// Refused whatever their arguments are, on every processor.
const REFUSED: &[i64] = &[
    // Waiting for connections, also local ones.
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    // Programs.
    libc::SYS_execve,
    libc::SYS_execveat,
    // Other processes.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_pidfd_getfd,
    libc::SYS_kcmp,
    // Ways around this filter.
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_bpf,
    libc::SYS_userfaultfd,
    libc::SYS_perf_event_open,
    libc::SYS_seccomp,
    // Keys of the kernel.
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_keyctl,
    // Mounts and name spaces.
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_open_tree,
    libc::SYS_move_mount,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_open_by_handle_at,
    libc::SYS_name_to_handle_at,
    libc::SYS_fanotify_init,
    // The machine.
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_kexec_file_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_acct,
    libc::SYS_quotactl,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_syslog,
    libc::SYS_personality,
];

/// Refused as well, where the processor has them.
#[cfg(target_arch = "x86_64")]
const REFUSED_HERE: &[i64] =
    &[libc::SYS_fork, libc::SYS_vfork, libc::SYS_iopl, libc::SYS_ioperm, libc::SYS_modify_ldt];
#[cfg(not(target_arch = "x86_64"))]
const REFUSED_HERE: &[i64] = &[];

/// The second door of 64-bit Intel kernels: the same calls under numbers with this bit (x32), and those that have numbers
/// of their own there (arch/x86/entry/syscalls/syscall_64.tbl): execve, ptrace, `process_vm_readv`, `process_vm_writev`,
/// execveat, ioctl, `kexec_load`.
#[cfg(target_arch = "x86_64")]
const X32: Option<i64> = Some(0x4000_0000);
#[cfg(target_arch = "x86_64")]
const X32_REFUSED: &[i64] = &[520, 521, 539, 540, 545, 514, 528];
#[cfg(not(target_arch = "x86_64"))]
const X32: Option<i64> = None;
#[cfg(not(target_arch = "x86_64"))]
const X32_REFUSED: &[i64] = &[];

/// Why the filter is not up.
#[derive(Debug, thiserror::Error)]
enum SeccompError {
    #[error("no filter is known for this processor ({0})")]
    Processor(BackendError),
    #[error("the filter does not compile ({0})")]
    Filter(#[from] BackendError),
    #[error("the kernel does not take it ({0})")]
    Kernel(#[from] seccompiler::Error),
}

/// Puts the filter up for every thread, now and later; nothing takes it down again.
pub(super) fn close() -> Wall {
    let state = match install() {
        Ok(()) => State::Kept,
        Err(error) => State::Missing(format!(
            "this system does not refuse sockets and new programs: {error}; it takes Linux 3.17 or later with seccomp"
        )),
    };
    Wall { promise: Promise::NoSockets, state }
}

fn install() -> Result<(), SeccompError> {
    let arch = TargetArch::try_from(std::env::consts::ARCH).map_err(SeccompError::Processor)?;
    // `clone3` takes its flags in memory, which no filter sees; “unknown” makes the C library fall back to `clone`.
    let unknown = Rules::from([(libc::SYS_clone3, Vec::new())]);
    // The last one refuses `seccomp` itself, so it comes last.
    for (rules, error) in [(unknown, libc::ENOSYS), (rules()?, libc::EPERM)] {
        let refuse = SeccompAction::Errno(error.unsigned_abs());
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, refuse, arch)?;
        let program: seccompiler::BpfProgram = filter.try_into()?;
        seccompiler::apply_filter_all_threads(&program)?;
    }
    Ok(())
}

/// The calls that are refused, by number; an empty list of conditions is “always”.
fn rules() -> Result<Rules, BackendError> {
    let mut rules: Rules = REFUSED.iter().chain(REFUSED_HERE).map(|call| (*call, Vec::new())).collect();
    let local = u64::from(libc::AF_UNIX.unsigned_abs());
    for call in [libc::SYS_socket, libc::SYS_socketpair] {
        rules.insert(call, vec![when(0, SeccompCmpOp::Ne, local)?]);
    }
    // A thread shares this process; anything else that is cloned is a new one.
    let thread = u64::from(libc::CLONE_THREAD.unsigned_abs());
    rules.insert(libc::SYS_clone, vec![when(0, SeccompCmpOp::MaskedEq(thread), 0)?]);
    // Bytes put into the terminal are commands to the shell that waits behind it.
    let (push, terminal) = (libc::TIOCSTI, libc::TIOCLINUX);
    rules.insert(
        libc::SYS_ioctl,
        vec![when(1, SeccompCmpOp::Eq, push)?, when(1, SeccompCmpOp::Eq, terminal)?],
    );
    let dumpable = u64::from(libc::PR_SET_DUMPABLE.unsigned_abs());
    rules.insert(libc::SYS_prctl, vec![when(0, SeccompCmpOp::Eq, dumpable)?]);
    if let Some(bit) = X32 {
        let twins: Rules = rules.iter().map(|(call, conditions)| (call | bit, conditions.clone())).collect();
        rules.extend(twins);
        rules.extend(X32_REFUSED.iter().map(|call| (call | bit, Vec::new())));
    }
    Ok(rules)
}

/// A call is refused when this argument (32 bits of it) compares so.
fn when(argument: u8, comparison: SeccompCmpOp, value: u64) -> Result<SeccompRule, BackendError> {
    SeccompRule::new(vec![SeccompCondition::new(argument, SeccompCmpArgLen::Dword, comparison, value)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_compiles_below_the_kernels_limit() {
        let arch = TargetArch::try_from(std::env::consts::ARCH).unwrap();
        let refuse = SeccompAction::Errno(1);
        let filter = SeccompFilter::new(rules().unwrap(), SeccompAction::Allow, refuse, arch).unwrap();
        let program: seccompiler::BpfProgram = filter.try_into().unwrap();
        assert!((100..4_096).contains(&program.len()), "{} instructions", program.len());
    }

    #[test]
    fn drawing_and_cameras_keep_their_calls() {
        let rules = rules().unwrap();
        for needed in
            [libc::SYS_mmap, libc::SYS_ppoll, libc::SYS_connect, libc::SYS_memfd_create, libc::SYS_eventfd2]
        {
            assert!(!rules.contains_key(&needed), "{needed}");
        }
    }
}
