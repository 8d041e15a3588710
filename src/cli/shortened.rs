//! A file that another program shortens while it is mapped here ends the process in order.
//!
//! The system has no other way of saying so than a signal in the midst of a read. The handler
//! removes what is being written aside, says what happened, and exits.

/// What is said; the handler cannot put a text together.
#[cfg(unix)]
const MESSAGE: &[u8] =
    b"error: the graph file was cut short by another program while it was read\n  \
    hint: run the command again; put a new graph file in the place of an old one by a rename, not \
    by writing into it\n";

/// The exit code of failures of input and output.
#[cfg(unix)]
const EXIT_CODE: libc::c_int = 3;

/// Installs the handler, once for the process.
#[cfg(unix)]
pub(super) fn install_handler() {
    // SAFETY: all fields of `sigaction` may be zero, the handler has the signature that
    // `SA_SIGINFO` asks for, and the pointers are of locals that live through the call.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = on_bus_error as *const () as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
        // A second fault, in the handler itself, ends the process as the system does.
        action.sa_flags |= libc::SA_RESETHAND;
        libc::sigaction(libc::SIGBUS, &action, std::ptr::null_mut());
    }
}

#[cfg(not(unix))]
pub(super) fn install_handler() {}

#[cfg(unix)]
extern "C" fn on_bus_error(signal: libc::c_int, info: *mut libc::siginfo_t, _: *mut libc::c_void) {
    // SAFETY: the system hands over a valid `siginfo_t`; `raise` may be called in handlers, and
    // the signal has its default action again.
    unsafe {
        if (*info).si_code != libc::BUS_ADRERR {
            libc::raise(signal);
            return;
        }
    }
    // Such a signal comes from the very instruction that read mapped bytes. This thread is then
    // neither within the allocator nor holding a lock of the list of files being written, which is
    // what makes a call like this one safe here; other threads run on and give back theirs.
    demarche_core::sink::abandon();
    // SAFETY: both may be called in handlers, and the message lives as long as the program.
    unsafe {
        libc::write(libc::STDERR_FILENO, MESSAGE.as_ptr().cast(), MESSAGE.len());
        libc::_exit(EXIT_CODE);
    }
}
