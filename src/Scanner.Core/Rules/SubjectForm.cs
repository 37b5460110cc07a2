using Scanner.Core.Facts.Rbac;

namespace Scanner.Core.Rules;

/// <summary>How findings and exceptions name a subject.</summary>
public static class SubjectForm
{
    /// <summary><c>User:alice</c>, <c>Group:developers</c>, <c>ServiceAccount:payments/web</c>.</summary>
    public static string Of(Subject subject) =>
        subject.Kind == SubjectKind.ServiceAccount ? $"{subject.Kind}:{subject.Namespace}/{subject.Name}" : $"{subject.Kind}:{subject.Name}";
}
