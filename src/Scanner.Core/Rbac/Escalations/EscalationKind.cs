namespace Scanner.Core.Rbac.Escalations;

/// <summary>How a subject can come by a right that it does not have.</summary>
public enum EscalationKind : byte
{
    /// <summary>May put any rule into a role that is bound to it.</summary>
    Escalate,

    /// <summary>May bind a role whose rules it does not have, and may write bindings.</summary>
    Bind,

    /// <summary>May write bindings, and may bind a role whose rules it does not have: the other half of <see cref="Bind"/>.</summary>
    CreateBindings,

    /// <summary>May act as somebody else.</summary>
    Impersonate,

    /// <summary>May have a token of a service account made.</summary>
    Token,
}
