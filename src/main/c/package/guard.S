/*
 * guarded_call: gcc has no __try, so the frame is written by hand. The scope table below tells Windows'
 * own __C_specific_handler that any exception within the call continues at .Lfault.
 *
 * rcx = work, rdx = argument, r8d = on_fault (kept in this frame: after unwinding no register is trusted)
 */
    .text
    .globl guarded_call
    .def guarded_call; .scl 2; .type 32; .endef
    .seh_proc guarded_call
guarded_call:
    subq    $40, %rsp
    .seh_stackalloc 40
    .seh_endprologue
    movl    %r8d, 32(%rsp)
    movq    %rcx, %rax
    movq    %rdx, %rcx
.Lbegin:
    call    *%rax
    nop
.Lend:
    addq    $40, %rsp
    ret
.Lfault:
    movl    32(%rsp), %eax
    addq    $40, %rsp
    ret
    .seh_handler __C_specific_handler, @except
    .seh_handlerdata
    .long   1                       /* one scope */
    .rva    .Lbegin, .Lend
    .long   1                       /* its filter: EXCEPTION_EXECUTE_HANDLER */
    .rva    .Lfault
    .text
    .seh_endproc
