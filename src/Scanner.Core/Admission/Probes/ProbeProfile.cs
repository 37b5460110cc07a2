namespace Scanner.Core.Admission.Probes;

/// <summary>What a probe's container asks for. The names in lower case are what users write.</summary>
public enum ProbeProfile : byte
{
    /// <summary><c>privileged: true, allowPrivilegeEscalation: true</c>: the question itself.</summary>
    Privileged,

    /// <summary>Satisfies the Restricted standard: tells a policy about privilege from one about ephemeral containers.</summary>
    Benign,

    /// <summary>Profiles of <c>kubectl debug</c>, with the security context that kubectl 1.36 sends.</summary>
    General,
    Baseline,
    Restricted,
    Netadmin,
    Sysadmin,

    /// <summary>Adds SYS_ADMIN, SYS_PTRACE and NET_ADMIN.</summary>
    Capabilities,

    /// <summary><c>runAsUser: 0</c>.</summary>
    Root,
}
