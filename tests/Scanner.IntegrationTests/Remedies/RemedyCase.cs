using Scanner.Core.Rbac.Facts;
using Scanner.Core.Remedies;

namespace Scanner.IntegrationTests.Remedies;

/// <summary>A remedy, what there is before it, and what it must come to.</summary>
internal sealed record RemedyCase(Remedy Remedy)
{
    /// <summary>Whom it takes something from.</summary>
    public Subject Who { get; init; } = Subject.User("fix-user");

    /// <summary>Bindings that give the right: where, under which name, to whom.</summary>
    public (string? Namespace, string Name, Subject[] Subjects)[] Binds { get; init; } = [];

    /// <summary>The right that goes: <c>VERB NAMESPACE</c>.</summary>
    public string? Gone { get; init; }

    public string[] Stays { get; init; } = [];

    /// <summary>The only rights that may be there afterwards and were not before.</summary>
    public string[] Comes { get; init; } = [];

    /// <summary>A privileged ephemeral container is refused afterwards.</summary>
    public bool Shuts { get; init; }

    /// <summary>Only for servers with ValidatingAdmissionPolicy.</summary>
    public bool NeedsPolicies { get; init; }
}
