namespace Scanner.Core.Admission.Policies;

/// <summary>By what somebody gets past a policy that turns others away.</summary>
public enum BypassKind : byte
{
    /// <summary>Who asks: a user, a group, or a role that is bound to the user.</summary>
    User,

    /// <summary>The image of the container.</summary>
    Image,

    /// <summary>A label of the pod.</summary>
    PodLabel,
}
