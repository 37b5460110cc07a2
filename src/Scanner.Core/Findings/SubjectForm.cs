using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Findings;

/// <summary>How findings and exceptions name a subject.</summary>
public static class SubjectForm
{
    /// <summary><c>User:alice</c>, <c>Group:developers</c>, <c>ServiceAccount:payments/web</c>.</summary>
    public static string Of(Subject subject) => $"{subject.Kind}:{NameOf(subject)}";

    /// <summary>The same without the kind.</summary>
    public static string NameOf(Subject subject) => subject.Namespace is null ? subject.Name : $"{subject.Namespace}/{subject.Name}";
}
