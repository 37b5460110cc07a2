namespace Scanner.Core.Rbac.Facts;

/// <summary>Kinds of <c>rbac/v1 Subject</c>.</summary>
public enum SubjectKind : byte
{
    User,
    Group,
    ServiceAccount,
}
