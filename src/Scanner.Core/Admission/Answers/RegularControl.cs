namespace Scanner.Core.Admission.Answers;

/// <summary>Whether a pod with a privileged regular container could be created: shows that a namespace is meant to be protected.</summary>
public enum RegularControl : byte
{
    Unknown,
    Admitted,
    Denied,

    /// <summary>Nothing depends on it where no privileged container is admitted.</summary>
    NotAsked,
}
